// Broadcasting of numbers, symbols and unknown dims, and of elements.
#include "fixcon/Ops/Broadcast.h"

#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

std::string both(const Dims &a, const Dims &b) {
  auto forward = broadcast(a, b), backward = broadcast(b, a);
  EXPECT_EQ(forward, backward);
  return forward ? Type::tensor(DType::F32, *forward).str() : "clash";
}

const Dim N = Dim::symbol("N"), M = Dim::symbol("M"), unknown;

} // namespace

TEST(Broadcast, Numbers) {
  EXPECT_EQ(both({2, 3}, {3}), "f32[2,3]");
  EXPECT_EQ(both({2, 1, 4}, {5, 1}), "f32[2,5,4]");
  EXPECT_EQ(both({0}, {1}), "f32[0]");
  EXPECT_EQ(both({}, {}), "f32[]");
  EXPECT_EQ(both({2}, {3}), "clash");
}

TEST(Broadcast, OpenDimsAreNeverGuessed) {
  EXPECT_EQ(both({N}, {N}), "f32[N]");
  EXPECT_EQ(both({N}, {1}), "f32[N]");
  EXPECT_EQ(both({N}, {4}), "f32[4]");
  EXPECT_EQ(both({unknown}, {4}), "f32[4]");
  EXPECT_EQ(both({unknown}, {1}), "f32[?]");
  EXPECT_EQ(both({N}, {M}), "f32[?]");
  EXPECT_EQ(both({N}, {unknown}), "f32[?]");
}

TEST(Broadcast, StridesAreZeroWhereAnOperandRepeats) {
  EXPECT_EQ(broadcastStrides({3, 1}, {2, 3, 4}), (Shape{0, 1, 0}));
  EXPECT_EQ(broadcastStrides({2, 3, 4}, {2, 3, 4}), (Shape{12, 4, 1}));
}

TEST(Broadcast, EveryPairOfShapesAgreesWithIndexArithmetic) {
  std::vector<Shape> shapes{{},           {1},          {5},          {1, 5},        {3, 1},
                            {3, 5},       {2, 1, 1},    {2, 3, 1},    {1, 3, 5},     {2, 3, 5},
                            {7, 1, 3, 1}, {7, 2, 1, 5}, {7, 2, 3, 5}, {300, 1, 1, 1}};
  for (const Shape &a : shapes)
    for (const Shape &b : shapes) {
      auto dims = broadcast(Dims(a.begin(), a.end()), Dims(b.begin(), b.end()));
      if (!dims)
        continue;
      Shape shape = Type::tensor(DType::F32, *dims).shape();
      OpUnderTest sub("sub");
      auto got = sub.operand(ramp(a)).operand(ramp(b)).numbers();
      Shape sa = broadcastStrides(a, shape), sb = broadcastStrides(b, shape),
            out = stridesOf(shape);
      for (size_t i = 0; i < got.size(); ++i) {
        int64_t x = 0, y = 0;
        for (size_t d = 0; d < shape.size(); ++d) {
          int64_t at = static_cast<int64_t>(i) / out[d] % shape[d];
          x += at * sa[d];
          y += at * sb[d];
        }
        ASSERT_EQ(got[i], static_cast<double>(x - y)) << str(a) << " and " << str(b);
      }
    }
}

TEST(Broadcast, Labels) {
  OpUnderTest clash("add"), dtypes("add");
  EXPECT_EQ(clash.operand(ramp({2})).operand(ramp({3})).infer(),
            "[add_c2] shape f32[3] of operand 1 does not broadcast with f32[2]");
  EXPECT_EQ(dtypes.operand(ramp({2})).operand(ints({1, 2})).infer(),
            "[add_dtype] operand 1 is i64 where operand 0 is f32");
}
