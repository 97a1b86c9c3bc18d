// Reductions of integers: exact where sums are, truncated toward zero, refused where doubles would round.
#include "OpUnderTest.h"

namespace fixcon {
namespace {

constexpr int64_t large = int64_t(1) << 62;

TEST(Reduction, MeanOfLargeIntegersIsExact) {
  EXPECT_EQ(computed("reduce_mean", {}, ints({large + 2, large + 4, large + 6}))[0],
            static_cast<double>(large + 4));
  OpUnderTest test("reduce_mean", {});
  test.operand(ints({large + 1, large + 3}));
  EXPECT_EQ(test.run()[0].toInt(0), large + 2);
}

TEST(Reduction, MeanOfIntegersIsTruncated) {
  expectNear(computed("reduce_mean", {}, ints({1, 2, 5})), {2});
  expectNear(computed("reduce_mean", {}, ints({-1, -2, -2})), {-1});
}

TEST(Reduction, NormOfIntegersBeyondDoublesIsRefused) {
  expectNear(computed("reduce_l2", {}, ints({3, 4})), {5});
  OpUnderTest test("reduce_l2", {});
  test.operand(ints({large, 1}));
  EXPECT_TRUE(test.run().empty());
  EXPECT_NE(test.message.find("beyond 2^53"), std::string::npos) << test.message;
}

TEST(Reduction, MeanOfNoIntegersIsRefused) {
  OpUnderTest test("reduce_mean", {});
  test.operand(ints({}));
  EXPECT_TRUE(test.run().empty());
  EXPECT_NE(test.message.find("the mean of no integers"), std::string::npos) << test.message;
}

} // namespace
} // namespace fixcon
