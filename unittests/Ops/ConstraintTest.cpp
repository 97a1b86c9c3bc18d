// One violation for each constraint of elementwise and movement ops that no other test breaks.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

const Type open = Type::unranked(DType::I64);

Tensor row(const std::vector<int64_t> &values) {
  return ints(values).reshaped({1, static_cast<int64_t>(values.size())});
}

Tensor matrix(Shape shape, const std::vector<int64_t> &values) {
  return ints(values).reshaped(std::move(shape));
}

Tensor number(int64_t value) { return Tensor::scalar(value); }

} // namespace

TEST(Constraint, Elementwise) {
  rejects("bit_shift_c5", "bit_shift", {}, ints({1}), ints({1}));
  rejects("and_dtype", "and", {}, ints({1}), ints({1}));
  rejects("cast_c4", "cast", attrs({{"to", "f8e8m0"}, {"round_mode", "even"}}), ramp({1}));
  rejects("cast_like_c1", "cast_like", attrs({{"round_mode", "even"}}), ramp({1}),
          Tensor(DType::F8E8M0, {1}));
  rejects("dropout_c2", "dropout", {}, ramp({1}), floats({}, {2}), Tensor::scalar<bool>(true));
  Tensor condition = Tensor::scalar<bool>(true);
  rejects("where_dtype", "where", {}, condition, ramp({1}), ints({1}));
}

TEST(Constraint, Shapes) {
  rejects("expand_c1", "expand", {}, ramp({1}), ints({-2}));
  rejects("tile_c1", "tile", {}, ramp({1}), ints({1, 1}));
  rejects("tile_c2", "tile", {}, ramp({1}), ints({-1}));
  rejects("tile_c0", "tile", {}, ramp({2, 2}), ints({INT64_MAX, 1}));
  rejects("reshape_c0", "reshape", {}, ramp({2}), open);
  rejects("squeeze_c1", "squeeze", {}, ramp({1}), ints({0, 0}));
  rejects("slice_c1", "slice", {}, ramp({1}), ints({0}), ints({1, 1}));
  rejects("slice_c2", "slice", {}, ramp({1}), ints({0}), ints({1}), ints({1}));
  rejects("split_c1", "split", attrs({{"axis", 1}}), ramp({1}));
  rejects("split_c2", "split", {}, ramp({1}), ints({-1}));
  rejects("split_c4", "split", {}, ramp({2}), ints({1, 1}));
  rejects("constant_of_shape_c1", "constant_of_shape", attrs({{"value", ramp({2})}}), ints({1}));
  rejects("constant_of_shape_c2", "constant_of_shape", {}, ints({-1}));
  rejects("range_dtype", "range", {}, number(0), ramp({}), number(1));
  rejects("eye_like_c1", "eye_like", {}, ramp({2}));
  rejects("eye_like_c2", "eye_like", attrs({{"dtype", "string"}}), ramp({2, 2}));
  rejects("non_zero_dtype", "non_zero", {}, Tensor(DType::C64, {1}));
}

TEST(Constraint, Borders) {
  rejects("pad_c2", "pad", {}, ramp({1}), ints({0, 0}), Type::none(), ints({1}));
  rejects("pad_c3", "pad", attrs({{"mode", "mirror"}}), ramp({1}), ints({0, 0}));
  rejects("pad_c4", "pad", {}, ramp({1}), ints({0, 0}), ramp({2}));
  rejects("trilu_c1", "trilu", {}, ramp({2}));
  rejects("trilu_c2", "trilu", {}, ramp({2, 2}), ints({0, 1}));
  AttrDict axis = attrs({{"axes", Attribute::Ints{2}}});
  rejects("center_crop_pad_c1", "center_crop_pad", axis, ramp({2, 2}), ints({1}));
  rejects("center_crop_pad_c2", "center_crop_pad", {}, ramp({2, 2}), ints({1}));
  rejects("center_crop_pad_c3", "center_crop_pad", {}, ramp({2}), ints({-1}));
  rejects("depth_to_space_c1", "depth_to_space", {}, ramp({1, 4, 1, 1}));
  AttrDict mode = attrs({{"blocksize", 2}, {"mode", "RCD"}});
  rejects("depth_to_space_c2", "depth_to_space", mode, ramp({1, 4, 1, 1}));
  AttrDict huge = attrs({{"blocksize", INT64_MAX}});
  rejects("space_to_depth_c1", "space_to_depth", huge, ramp({1, 1, 2, 2}));
  rejects("space_to_depth_c2", "space_to_depth", attrs({{"blocksize", 2}}), ramp({1, 1, 3, 2}));
}

TEST(Constraint, Positions) {
  rejects("gather_dtype", "gather", {}, ramp({2}), ramp({1}));
  AttrDict axis = attrs({{"axis", 2}});
  rejects("gather_elements_c1", "gather_elements", axis, ramp({1, 1}), row({0}));
  rejects("gather_elements_dtype", "gather_elements", {}, ramp({1}), ramp({1}));
  rejects("gather_elements_c3", "gather_elements", {}, ramp({1, 1}), row({0, 0}));
  rejects("gather_elements_c9", "gather_elements", {}, ramp({1, 1}), row({-2}));
  rejects("gather_nd_dtype", "gather_nd", {}, ramp({1}), ramp({1}));
  rejects("gather_nd_c2", "gather_nd", attrs({{"batch_dims", 1}}), ramp({1}), ints({0}));
  rejects("gather_nd_c3", "gather_nd", {}, ramp({1}), row({0, 0}));
  AttrDict batch = attrs({{"batch_dims", 1}});
  rejects("gather_nd_c4", "gather_nd", batch, ramp({2, 2}), matrix({3, 1}, {0, 0, 0}));
  rejects("gather_nd_c9", "gather_nd", {}, ramp({1}), row({1}));
  Tensor values = floats({2}, {0, 1});
  rejects("one_hot_c0", "one_hot", {}, Type::tensor(DType::I64, Shape{1}), number(2), values);
  rejects("one_hot_c1", "one_hot", {}, ints({0}), number(0), values);
  rejects("one_hot_c2", "one_hot", axis, ints({0}), number(2), values);
  rejects("one_hot_c3", "one_hot", {}, ints({0}), number(2), ramp({3}));
  Tensor chosen = Tensor::of<bool>({2}, {false, true});
  rejects("compress_c1", "compress", attrs({{"axis", 1}}), ramp({1}), chosen);
  rejects("compress_c2", "compress", {}, ramp({1}), chosen);
}

TEST(Constraint, Sequences) {
  AttrDict same = attrs({{"batch_axis", 0}});
  rejects("reverse_sequence_c1", "reverse_sequence", same, ramp({1, 1}), ints({1}));
  rejects("reverse_sequence_c2", "reverse_sequence", {}, ramp({1, 1}), ints({1, 1}));
  rejects("reverse_sequence_c3", "reverse_sequence", {}, ramp({1, 1}), ints({2}));
  Type lengths = Type::tensor(DType::I64, Shape{1});
  rejects("reverse_sequence_c0", "reverse_sequence", {}, ramp({1, 1}), lengths);
}

TEST(Constraint, Scatters) {
  AttrDict axis = attrs({{"axis", 1}}), mean = attrs({{"reduction", "mean"}});
  rejects("scatter_elements_c1", "scatter_elements", axis, ramp({1}), ints({0}), ramp({1}));
  rejects("scatter_elements_dtype", "scatter_elements", {}, ramp({1}), ramp({1}), ramp({1}));
  rejects("scatter_elements_dtype", "scatter_elements", {}, ramp({1}), ints({0}), ints({0}));
  rejects("scatter_elements_c4", "scatter_elements", {}, ramp({1}), ints({0}), ramp({2}));
  rejects("scatter_elements_c8", "scatter_elements", mean, ramp({1}), ints({0}), ramp({1}));
  rejects("scatter_elements_c9", "scatter_elements", {}, ramp({1}), ints({1}), ramp({1}));
  rejects("scatter_nd_c1", "scatter_nd", {}, ramp({1}), number(0), ramp({}));
  rejects("scatter_nd_dtype", "scatter_nd", {}, ramp({1}), row({0}), ints({0}));
  rejects("scatter_nd_c3", "scatter_nd", {}, ramp({1}), row({0}), ramp({2}));
  rejects("scatter_nd_c8", "scatter_nd", mean, ramp({1}), row({0}), ramp({1}));
}
