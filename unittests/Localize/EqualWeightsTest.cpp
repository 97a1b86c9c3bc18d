// What the localiser passes over and a repair must reach.
#include "fixcon/Localize/EqualWeights.h"
#include "WeightDifference.h"
#include "fixcon/Support/Random.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>

namespace fixcon {
namespace {

constexpr double u = unitRoundoff, infinity = std::numeric_limits<double>::infinity();

TEST(EqualWeights, WithinTheRoundingOfFolding) {
  EXPECT_TRUE(isFoldingRounding(1, 1 + 8 * u, 1));
  EXPECT_FALSE(isFoldingRounding(1, 1 + 9 * u, 1));
  EXPECT_TRUE(isFoldingRounding(1e-9, 1e-9 + 0.4 * u, 1)) << "a sum of terms near the largest";
  EXPECT_FALSE(isFoldingRounding(1e-9, 1e-9 + 0.6 * u, 1));
  EXPECT_EQ(isFoldingRounding(3, 3 + 20 * u, 3), isFoldingRounding(3 + 20 * u, 3, 3));
}

TEST(EqualWeights, WhatIsNotFinite) {
  EXPECT_TRUE(isFoldingRounding(std::nan(""), std::nan(""), 1));
  EXPECT_TRUE(isFoldingRounding(infinity, infinity, 1));
  EXPECT_FALSE(isFoldingRounding(infinity, 1, infinity));
  EXPECT_FALSE(isFoldingRounding(1, std::nan(""), 1));
  EXPECT_FALSE(isFoldingRounding(infinity, -infinity, 1));
  Tensor s = Tensor::of<double>({3}, {infinity, 1, 2}),
         t = Tensor::of<double>({3}, {infinity, 1, 3});
  EXPECT_EQ(maxMagnitude(s), 2);
  EXPECT_FALSE(equalWeights(s, t)) << "an infinity elsewhere hides nothing";
}

TEST(EqualWeights, OrderAndSizeCount) {
  Tensor s = Tensor::of<double>({2, 1}, {1, 2});
  EXPECT_TRUE(equalWeights(s, s.reshaped({2})));
  EXPECT_FALSE(equalWeights(s, Tensor::of<double>({2}, {2, 1})));
  EXPECT_FALSE(equalWeights(s, Tensor::of<double>({1}, {1})));
}

TEST(EqualWeights, ARepairThatIsProvenIsNoFinding) {
  Random random(7);
  unsigned equal = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<double> s, t;
    double spread = std::ldexp(1, round % 8 - 6) * 8 * u;
    for (int i = 0; i < 6; ++i) {
      s.push_back(random.normal() * std::pow(10, i % 4 - 2));
      t.push_back(s.back() + random.normal() * spread * std::fabs(s.back()));
    }
    Tensor source = Tensor::of({6}, s), target = Tensor::of({6}, t);
    bool proven = equalWeights(source, target);
    equal += proven;
    EXPECT_EQ(proven, compareWeights(source, target).kind == WeightClass::Equal) << round;
  }
  EXPECT_GT(equal, 50u);
  EXPECT_LT(equal, 350u);
}

} // namespace
} // namespace fixcon
