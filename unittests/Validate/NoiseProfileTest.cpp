// The bound that noise sets for an element follows its size.
#include "NoiseProfile.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

NoiseProfile profileOf(const std::vector<float> &typed, const std::vector<double> &exact) {
  NoiseProfile profile;
  Shape shape{static_cast<int64_t>(typed.size())};
  profile.add(Tensor::of<float>(shape, typed), Tensor::of<double>(shape, exact));
  return profile;
}

TEST(NoiseProfile, ALargeElementDoesNotHideSmallOnes) {
  auto bounds = profileOf({1, 2, 3, 1e6f}, {1.000001, 2, 3.000001, 1e6 + 0.5}).bounds();
  EXPECT_LT(bounds.at(2), 1e-5);
  EXPECT_GE(bounds.at(1e6), 0.5);
}

TEST(NoiseProfile, SmallElementsHaveTheNoiseOfTheMedian) {
  auto bounds = profileOf({1, 2, 3, 1e-9f}, {1.001, 2, 3, 1e-9f}).bounds();
  EXPECT_GE(bounds.at(1e-9), 1e-3 * 0.99);
  EXPECT_GE(bounds.at(0), 1e-3 * 0.99);
}

TEST(NoiseProfile, NoElementIsHeldToLessThanItsOwnRounding) {
  auto bounds = profileOf({1, 2, 3}, {1, 2, 3}).bounds();
  EXPECT_DOUBLE_EQ(bounds.at(1024), 0x1p-14);
  EXPECT_GT(bounds.at(0), 0);
  EXPECT_GT(NoiseProfile().bounds().at(1), 0);
}

TEST(NoiseProfile, AnotherModelsNoiseCountsUpToAFactor) {
  NoiseProfile own = profileOf({1}, {1.001});
  own.mergeUpTo(8, profileOf({1}, {2}));
  EXPECT_NEAR(own.bounds().at(1), 8e-3, 1e-5);
}

TEST(NoiseProfile, WhatIsNotFiniteShowsNothing) {
  auto bounds = profileOf({INFINITY, NAN, 1}, {1, 1, 1}).bounds();
  EXPECT_LT(bounds.at(1), 1e-6);
}

} // namespace
} // namespace fixcon
