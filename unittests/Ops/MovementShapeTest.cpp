// Shape rules of movement ops: numbers, symbols, unknown dims, and the labels of what is wrong.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

const Dim N = Dim::symbol("N"), unknown;

Type f32(Dims dims) { return Type::tensor(DType::F32, std::move(dims)); }

/// The op on operands of which types or values are given.
template <class... Operands>
std::string inferred(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  return test.infer();
}

const Type openList = Type::tensor(DType::I64, Dims{3});

} // namespace

TEST(MovementShape, Reshape) {
  EXPECT_EQ(inferred("reshape", {}, f32({2, 3, 4}), ints({0, -1})), "f32[2,12]");
  EXPECT_EQ(inferred("reshape", {}, f32({N, 3, 4}), ints({0, -1})), "f32[N,12]");
  EXPECT_EQ(inferred("reshape", {}, f32({N, 3, 4}), ints({-1, 6})), "f32[\"N*2\",6]");
  EXPECT_EQ(inferred("reshape", {}, f32({N, 64, 7, 7}), ints({-1, 3136})), "f32[N,3136]");
  EXPECT_EQ(inferred("reshape", {}, f32({unknown, 4}), ints({2, -1})), "f32[2,?]");
  EXPECT_EQ(inferred("reshape", {}, f32({N, 4}), openList), "f32[?,?,?]");
  EXPECT_EQ(inferred("reshape", {}, Type::unranked(DType::F32), ints({0, 2})), "f32[?,2]");
  EXPECT_EQ(inferred("reshape", attrs({{"allowzero", 1}}), f32({0, 3}), ints({3, 0})), "f32[3,0]");
  EXPECT_EQ(inferred("reshape", {}, f32({6}), Tensor(DType::I64, {0})),
            "[reshape_c3] f32[6] does not fill f32[]");
  EXPECT_EQ(inferred("reshape", {}, f32({6}), ints({-1, -1})),
            "[reshape_c1] target dim 1 is -1, a second dim to be found out");
  EXPECT_EQ(inferred("reshape", {}, f32({6}), ints({6, 0})),
            "[reshape_c2] target dim 1 keeps a dim that f32[6] does not have");
  EXPECT_EQ(inferred("reshape", {}, f32({7}), ints({2, -1})),
            "[reshape_c3] f32[7] does not fill f32[2,?]");
}

TEST(MovementShape, FlattenSqueezeUnsqueeze) {
  EXPECT_EQ(inferred("flatten", {}, f32({N, 3, 4})), "f32[N,12]");
  EXPECT_EQ(inferred("flatten", attrs({{"axis", 0}}), f32({2, 3})), "f32[1,6]");
  EXPECT_EQ(inferred("flatten", attrs({{"axis", 3}}), f32({2, 3})),
            "[flatten_c1] axis 3 of 2 dims");
  EXPECT_EQ(inferred("squeeze", {}, f32({1, 3, 1})), "f32[3]");
  EXPECT_EQ(inferred("squeeze", {}, f32({N, 3, 1})), "f32[*]");
  EXPECT_EQ(inferred("squeeze", {}, f32({N, 3, 1}), ints({-1})), "f32[N,3]");
  EXPECT_EQ(inferred("squeeze", {}, f32({N, 3, 1}), ints({1})),
            "[squeeze_c2] dim 1 of f32[N,3,1] is not 1");
  EXPECT_EQ(inferred("unsqueeze", {}, f32({N, 3}), ints({0, -1})), "f32[1,N,3,1]");
  EXPECT_EQ(inferred("unsqueeze", {}, f32({N}), ints({0, -2})), "f32[1,1,N]");
  EXPECT_EQ(inferred("unsqueeze", {}, f32({N}), ints({0, -3})),
            "[unsqueeze_c1] axes do not name different dims of the result of f32[N]");
}

TEST(MovementShape, Transpose) {
  EXPECT_EQ(inferred("transpose", {}, f32({N, 3, 4})), "f32[4,3,N]");
  EXPECT_EQ(inferred("transpose", attrs({{"perm", Attribute::Ints{0, 2, 1}}}), f32({N, 3, 4})),
            "f32[N,4,3]");
  EXPECT_EQ(inferred("transpose", attrs({{"perm", Attribute::Ints{0, 0}}}), f32({2, 3})),
            "[transpose_c1] perm is not a permutation of 2 axes");
}

TEST(MovementShape, ConcatAndSplit) {
  AttrDict axis1 = attrs({{"axis", 1}});
  EXPECT_EQ(inferred("concat", axis1, f32({N, 2}), f32({unknown, 3})), "f32[N,5]");
  EXPECT_EQ(inferred("concat", axis1, f32({2, N}), f32({2, 3})), "f32[2,?]");
  EXPECT_EQ(inferred("concat", attrs({{"axis", -2}}), f32({1, 2}), f32({3, 2})), "f32[4,2]");
  EXPECT_EQ(inferred("concat", axis1, f32({1, 2}), ints({1})),
            "[concat_dtype] operand 1 is i64 where operand 0 is f32");
  EXPECT_EQ(inferred("concat", axis1, f32({1, 2}), f32({1})),
            "[concat_c2] operand 1 has type f32[1] beside 2 dims");
  EXPECT_EQ(inferred("concat", axis1, f32({1, 2}), f32({2, 2})),
            "[concat_c3] operand 1 has type f32[2,2], expected 1 in dim 0");
  EXPECT_EQ(inferred("concat", {}, f32({1})), "[concat_c4] axis is missing for f32[1]");
  OpUnderTest uneven("split", {}, 3), listed("split", attrs({{"axis", 1}}), 2),
      wrong("split", {}, 2);
  EXPECT_EQ(uneven.operand(f32({7, 2})).infer(), "f32[3,2] f32[3,2] f32[1,2]");
  EXPECT_EQ(listed.operand(f32({N, 7})).operand(ints({3, 4})).infer(), "f32[N,3] f32[N,4]");
  EXPECT_EQ(wrong.operand(f32({7})).operand(ints({3, 3})).infer(),
            "[split_c3] parts of 6 elements of 7");
}

TEST(MovementShape, Slice) {
  auto slice = [](Dims dims, int64_t start, int64_t end, int64_t step) {
    return inferred("slice", {}, f32(std::move(dims)), ints({start}), ints({end}), ints({0}),
                    ints({step}));
  };
  EXPECT_EQ(slice({10}, 1, -1, 2), "f32[4]");
  EXPECT_EQ(slice({10}, -1, INT64_MIN, -1), "f32[10]");
  EXPECT_EQ(slice({10}, INT64_MAX, INT64_MIN, INT64_MIN), "f32[1]");
  EXPECT_EQ(slice({10}, 5, 5, 1), "f32[0]");
  EXPECT_EQ(slice({0}, -5, 5, -1), "f32[0]");
  EXPECT_EQ(slice({N}, 0, INT64_MAX, 1), "f32[N]");
  EXPECT_EQ(slice({N}, -1, INT64_MIN, -1), "f32[N]");
  EXPECT_EQ(slice({N}, 0, 5, 1), "f32[?]");
  EXPECT_EQ(slice({10}, 0, 5, 0), "[slice_c3] step 0 along axis 0");
}

TEST(MovementShape, PadExpandTile) {
  EXPECT_EQ(inferred("pad", {}, f32({N, 4}), ints({0, 1, 0, 2})), "f32[N,7]");
  EXPECT_EQ(inferred("pad", {}, f32({N, 4}), ints({1, -1, 0, -3})), "f32[?,0]");
  EXPECT_EQ(inferred("pad", {}, f32({4}), ints({-3, -3})), "[pad_c5] pads -3 and -3 of dim 4");
  EXPECT_EQ(inferred("pad", {}, f32({4}), ints({1})), "[pad_c1] 1 pads for 1 axes");
  EXPECT_EQ(inferred("pad", {}, f32({4}), ints({INT64_MAX, 1})),
            "[pad_c5] pads 9223372036854775807 and 1 of dim 4");
  EXPECT_EQ(inferred("expand", {}, f32({N, 1}), ints({1, 1, 4})), "f32[1,N,4]");
  EXPECT_EQ(inferred("expand", {}, f32({3}), ints({2})),
            "[expand_c2] f32[3] does not broadcast with f32[2]");
  EXPECT_EQ(inferred("tile", {}, f32({N, 3}), ints({2, 2})), "f32[\"N*2\",6]");
}

TEST(MovementShape, GathersAndBlocks) {
  EXPECT_EQ(inferred("gather", attrs({{"axis", 1}}), f32({N, 5, 2}),
                     Type::tensor(DType::I64, Dims{3, 4})),
            "f32[N,3,4,2]");
  EXPECT_EQ(inferred("gather", attrs({{"axis", 3}}), f32({N}), openList),
            "[gather_c1] axis 3 of f32[N]");
  EXPECT_EQ(inferred("gather_nd", attrs({{"batch_dims", 1}}), f32({N, 5, 6}),
                     Type::tensor(DType::I64, Dims{N, 7, 1})),
            "f32[N,7,6]");
  EXPECT_EQ(inferred("depth_to_space", attrs({{"blocksize", 2}}), f32({1, 8, N, 3})),
            "f32[1,2,\"N*2\",6]");
  EXPECT_EQ(inferred("depth_to_space", attrs({{"blocksize", 3}}), f32({1, 8, N, 3})),
            "[depth_to_space_c3] f32[1,8,N,3] has no blocks of 9 channels");
  EXPECT_EQ(inferred("space_to_depth", attrs({{"blocksize", 2}}), f32({1, 2, 4, 6})),
            "f32[1,8,2,3]");
}

TEST(MovementShape, ShapesOfShapes) {
  EXPECT_EQ(inferred("shape", {}, f32({N, 3, 4})), "i64[3]");
  EXPECT_EQ(inferred("shape", attrs({{"start", -2}, {"end", -1}}), f32({N, 3, 4})), "i64[1]");
  EXPECT_EQ(inferred("constant_of_shape", {}, ints({2, 3})), "f32[2,3]");
  EXPECT_EQ(inferred("range", {}, Tensor::scalar<int64_t>(10), Tensor::scalar<int64_t>(0),
                     Tensor::scalar<int64_t>(-3)),
            "i64[4]");
  EXPECT_EQ(inferred("range", {}, Tensor::scalar<int64_t>(0), Tensor::scalar<int64_t>(1),
                     Tensor::scalar<int64_t>(0)),
            "[range_c2] delta is 0");
  EXPECT_EQ(inferred("non_zero", {}, f32({2, N})), "i64[2,?]");
}
