// Ops on images beside convolutions and pools, from their definitions.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

using List = std::vector<double>;
using Ints = Attribute::Ints;

} // namespace

TEST(AffineGrid, PositionsAreMoved) {
  Tensor same = floats({1, 2, 3}, {1, 0, 0, 0, 1, 0}), sizes = ints({1, 1, 1, 2});
  expectNear(computed("affine_grid", {}, same, sizes), {-0.5, 0, 0.5, 0});
  AttrDict corners = attrs({{"align_corners", 1}});
  expectNear(computed("affine_grid", corners, same, ints({1, 1, 2, 2})),
             {-1, -1, 1, -1, -1, 1, 1, 1});
  Tensor moved = floats({1, 2, 3}, {0, 1, 10, 2, 0, 20});
  expectNear(computed("affine_grid", {}, moved, sizes), {10, 19, 10, 21});
  Tensor solid = floats({1, 3, 4}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0});
  expectNear(computed("affine_grid", corners, solid, ints({1, 1, 2, 1, 2})),
             {-1, -1, -1, 1, -1, -1, -1, -1, 1, 1, -1, 1});
  OpUnderTest open("affine_grid");
  open.operand(Type::tensor(DType::F32, Dims{Dim::symbol("N"), 2, 3}));
  EXPECT_EQ(open.operand(Type::tensor(DType::I64, Shape{4})).infer(), "f32[N,?,?,2]");
}

TEST(AffineGrid, Constraints) {
  rejects("affine_grid_c1", "affine_grid", {}, ramp({1, 2, 3}), ints({1, 1, 2}));
  rejects("affine_grid_c1", "affine_grid", {}, ramp({1, 3, 4}), ints({1, 1, 2, 2}));
  rejects("affine_grid_c1", "affine_grid", {}, ramp({1, 2, 3}), Tensor::scalar<int64_t>(4));
  rejects("affine_grid_dtype", "affine_grid", {}, ramp({1, 2, 3}), ramp({4}));
  rejects("affine_grid_c2", "affine_grid", {}, ramp({1, 2, 3}), ints({1, 1, -2, 2}));
  rejects("affine_grid_c2", "affine_grid", {}, ramp({1, 2, 3}), ints({2, 1, 2, 2}));
}

TEST(Resize, LengthsAreThoseOfTheResizedTensor) {
  auto resized = [](const std::string &mode, const Tensor &x, double scale) {
    AttrDict linear =
        attrs({{"mode", std::string("linear")}, {"coordinate_transformation_mode", mode}});
    return computed("resize", linear, x, Type::none(), floats({1}, {scale}));
  };
  // 3 * 1.5 is 4 elements: the last one lies on the last one.
  expectNear(resized("align_corners", ramp({3}), 1.5), {0, 2.0 / 3, 4.0 / 3, 2});
  expectNear(resized("half_pixel", ramp({3}), 1.5), {0, 0.5, 7.0 / 6, 11.0 / 6});
  expectNear(resized("align_corners", ramp({4}), 0.3), {0});
  expectNear(resized("pytorch_half_pixel", ramp({4}), 0.3), {0});
}

TEST(Col2Im, BlocksAreAdded) {
  // Blocks of 1 x 2 at every position of a row of 3.
  Tensor blocks = floats({1, 2, 2}, {1, 2, 3, 4});
  expectNear(computed("col2im", {}, blocks, ints({1, 3}), ints({1, 2})), {1, 2 + 3, 4});
  AttrDict apart = attrs({{"strides", Ints{1, 2}}, {"pads", Ints{0, 1, 0, 0}}});
  expectNear(computed("col2im", apart, blocks, ints({1, 3}), ints({1, 2})), {3, 2, 4});
  AttrDict spread = attrs({{"dilations", Ints{1, 2}}});
  expectNear(
      computed("col2im", spread, floats({1, 4, 1}, {1, 2, 3, 4}), ints({1, 3}), ints({1, 2})),
      {1, 0, 2, 3, 0, 4});
}

TEST(Col2Im, Constraints) {
  Tensor blocks = ramp({1, 2, 2});
  rejects("col2im_c1", "col2im", {}, ramp({2, 2}), ints({1, 3}), ints({1, 2}));
  rejects("col2im_c2", "col2im", {}, blocks, ints({1, 3}), ints({2}));
  rejects("col2im_c2", "col2im", {}, blocks, ints({1, -3}), ints({1, 2}));
  rejects("col2im_c2", "col2im", {}, blocks, ints({1, INT64_MAX}), ints({1, 2}));
  rejects("col2im_dtype", "col2im", {}, blocks, ramp({2}), ints({1, 2}));
  rejects("col2im_c3", "col2im", {}, blocks, ints({1, 4}), ints({1, 2}));
}

TEST(MaxRoiPool, BinsOverlap) {
  Tensor image = ramp({1, 1, 4, 4});
  AttrDict two = attrs({{"pooled_shape", Ints{2, 2}}});
  expectNear(computed("max_roi_pool", two, image, floats({1, 5}, {0, 0, 0, 3, 3})), {5, 7, 13, 15});
  expectNear(computed("max_roi_pool", two, image, floats({1, 5}, {0, 1, 1, 3, 3})),
             {10, 11, 14, 15});
  AttrDict scaled = attrs({{"pooled_shape", Ints{1, 2}}, {"spatial_scale", 0.5}});
  expectNear(computed("max_roi_pool", scaled, image, floats({1, 5}, {0, 6, 0, 8, 2})), {7, 0});
  rejects("max_roi_pool_c1", "max_roi_pool", {}, image, ramp({1, 5}));
  rejects("max_roi_pool_c2", "max_roi_pool", two, image, ramp({1, 4}));
  rejects("max_roi_pool_c3", "max_roi_pool", two, image, floats({1, 5}, {1, 0, 0, 3, 3}));
}

TEST(DeformConv, ReadsWhereOffsetsSay) {
  Tensor x = ramp({1, 1, 2, 2}), w = floats({1, 1, 1, 1}, {2});
  // Rows of y offsets, then of x offsets.
  Tensor offset = floats({1, 2, 2, 2}, {0, 0.5, 0, 0, 0, 0, 0.5, 1});
  expectNear(computed("deform_conv", {}, x, w, offset), {0, 2 * 2, 2 * 2.5, 0});
  Tensor bias = floats({1}, {10}), mask = floats({1, 1, 2, 2}, {1, 0.5, 0, 1});
  expectNear(computed("deform_conv", {}, x, w, offset, bias, mask), {10, 12, 10, 10});
  AttrDict groups = attrs({{"offset_group", 2}});
  Tensor two = ramp({1, 2, 1, 2}), sum = floats({1, 2, 1, 1}, {1, 10});
  Tensor apart = floats({1, 4, 1, 2}, {0, 0, 1, 0, 0, 0, 0, -1});
  expectNear(computed("deform_conv", groups, two, sum, apart), {1 + 20, 1 + 20});
}

TEST(DeformConv, Constraints) {
  Tensor x = ramp({1, 2, 2, 2}), w = ramp({1, 2, 1, 1}), offset = ramp({1, 2, 2, 2});
  rejects("deform_conv_c1", "deform_conv", {}, ramp({2, 2}), w, offset);
  rejects("deform_conv_c3", "deform_conv", {}, ramp({1, 3, 2, 2}), w, offset);
  rejects("deform_conv_c5", "deform_conv", attrs({{"offset_group", 3}}), x, w, offset);
  rejects("deform_conv_c6", "deform_conv", {}, x, w, ramp({1, 4, 2, 2}));
  rejects("deform_conv_c7", "deform_conv", {}, x, w, offset, Type::none(), offset);
  rejects("deform_conv_c8", "deform_conv", {}, x, w, offset, ramp({2}));
  rejects("deform_conv_dtype", "deform_conv", {}, x, w, offset, ints({1}));
}
