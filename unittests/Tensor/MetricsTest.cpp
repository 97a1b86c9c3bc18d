// Distances between tensors and labels of outputs.
#include "fixcon/Tensor/Metrics.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace fixcon {
namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

Tensor row(const std::vector<float> &values) {
  return Tensor::of<float>({static_cast<int64_t>(values.size())}, values);
}

TEST(Metrics, DistancesAreRelativeToTheReference) {
  ErrorMetrics m = compare(row({3, 4}), row({3, 4.5f}));
  EXPECT_EQ(m.maxAbs, 0.5);
  EXPECT_EQ(m.worst, 1);
  EXPECT_DOUBLE_EQ(m.relRms, 0.1);
  EXPECT_EQ(m.relMax, 0.125);
  EXPECT_EQ(m.nonFinite, 0);
}

TEST(Metrics, AZeroReferenceGivesAbsoluteDistances) {
  ErrorMetrics m = compare(row({0, 0}), row({3, 4}));
  EXPECT_DOUBLE_EQ(m.relRms, std::sqrt(12.5));
  EXPECT_EQ(m.relMax, 4);
}

TEST(Metrics, NonFiniteElementsAreCountedApart) {
  ErrorMetrics m = compare(row({inf, nan, -inf, 1, nan, 2}), row({inf, nan, inf, nan, 1, 2.5f}));
  EXPECT_EQ(m.nonFinite, 3);
  EXPECT_EQ(m.maxAbs, 0.5);
  EXPECT_EQ(m.worst, 5);
}

TEST(Metrics, EqualAndEmptyTensors) {
  EXPECT_EQ(compare(row({1, 2}), row({1, 2})).maxAbs, 0);
  EXPECT_EQ(compare(row({}), row({})).worst, -1);
}

TEST(Metrics, ComparesAcrossDTypes) {
  EXPECT_EQ(compare(row({1, 2}), row({1, 2}).converted(DType::I8)).maxAbs, 0);
}

TEST(Metrics, TheFirstOfTheLargestIsTheLabel) {
  auto label = [](std::vector<double> v) { return argMax(v); };
  EXPECT_EQ(label({1, 3, 3, 2}), 1);
  EXPECT_EQ(label({}), -1);
  EXPECT_EQ(label({1, nan, 3}), -1);
  EXPECT_EQ(label({-inf, -inf}), 0);
}

} // namespace
} // namespace fixcon
