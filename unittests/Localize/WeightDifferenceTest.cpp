// Each class of weight damage is told from the others.
#include "WeightDifference.h"
#include "fixcon/Support/Random.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

using namespace fixcon;

namespace {

Tensor randomWeights(uint64_t seed = 1) {
  Random random(seed);
  Tensor t(DType::F32, {8, 4, 3, 3});
  for (float &v : t.mutableData<float>())
    v = static_cast<float>(random.normal() * 0.1);
  return t;
}

Tensor changed(const Tensor &t, const std::function<double(int64_t, double)> &fn) {
  Tensor out = t;
  auto data = out.mutableData<float>();
  for (size_t i = 0; i < data.size(); ++i)
    data[i] = static_cast<float>(fn(static_cast<int64_t>(i), data[i]));
  return out;
}

WeightClass classOfChange(const std::function<double(int64_t, double)> &fn) {
  Tensor w = randomWeights();
  return compareWeights(w, changed(w, fn)).kind;
}

TEST(WeightDifference, EqualAndFoldingRounding) {
  EXPECT_EQ(classOfChange([](int64_t, double v) { return v; }), WeightClass::Equal);
  EXPECT_EQ(classOfChange([](int64_t i, double v) { return v * (1 + (i % 9 - 4) * 0x1p-24); }),
            WeightClass::Equal);
}

TEST(WeightDifference, Roundings) {
  EXPECT_EQ(classOfChange([](int64_t, double v) { return roundTo(DType::F16, v); }),
            WeightClass::Half);
  EXPECT_EQ(classOfChange([](int64_t, double v) { return roundTo(DType::BF16, v); }),
            WeightClass::BFloat);
}

TEST(WeightDifference, GridPerTensorAndPerChannel) {
  Tensor w = randomWeights();
  auto grid = [&](bool perChannel) {
    std::vector<double> largest(8, 0.0);
    for (int64_t i = 0; i < w.size(); ++i) {
      double &m = largest[static_cast<size_t>(perChannel ? i / 36 : 0)];
      m = std::max(m, std::fabs(w.toDouble(i)));
    }
    return compareWeights(w, changed(w,
                                     [&](int64_t i, double v) {
                                       double step =
                                           largest[static_cast<size_t>(perChannel ? i / 36 : 0)] /
                                           127;
                                       return std::nearbyint(v / step) * step;
                                     }))
        .kind;
  };
  EXPECT_EQ(grid(false), WeightClass::Grid);
  EXPECT_EQ(grid(true), WeightClass::Grid);
}

TEST(WeightDifference, ScaleZeroSparseDifferent) {
  EXPECT_EQ(classOfChange([](int64_t, double v) { return 2 * v; }), WeightClass::Scale);
  EXPECT_EQ(classOfChange([](int64_t i, double v) { return i < 36 ? 0 : v; }), WeightClass::Zeroed);
  EXPECT_EQ(classOfChange([](int64_t i, double v) { return i == 7 ? -v : v; }),
            WeightClass::Sparse);
  EXPECT_EQ(
      classOfChange([](int64_t i, double v) { return v + 0.1 * std::sin(static_cast<double>(i)); }),
      WeightClass::Different);
}

TEST(WeightDifference, RoundingBehindAFoldedScale) {
  // A grid of 1/512 below factors that differ from channel to channel is no grid any more.
  EXPECT_EQ(classOfChange([](int64_t i, double v) {
              double factor = 1 + 0.37 * static_cast<double>(i % 36);
              return std::nearbyint(v * factor * 512) / (512 * factor);
            }),
            WeightClass::Coarse);
}

TEST(WeightDifference, Permutation) {
  Tensor w = randomWeights(), p = w;
  auto data = p.mutableData<float>();
  std::rotate(data.begin(), data.begin() + 36, data.end());
  EXPECT_EQ(compareWeights(w, p).kind, WeightClass::Permuted);
}

TEST(WeightDifference, CountsAndLargest) {
  Tensor w = randomWeights();
  WeightDifference d =
      compareWeights(w, changed(w, [](int64_t i, double v) { return i < 2 ? v + 0.5 : v; }));
  EXPECT_EQ(d.differing, 2);
  EXPECT_NEAR(d.maxAbs, 0.5, 1e-6);
}

TEST(WeightDifference, NotFinite) {
  double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(classOfChange([&](int64_t i, double v) { return i == 7 ? nan : v; }),
            WeightClass::NonFinite);
  EXPECT_EQ(classOfChange([&](int64_t i, double v) { return i == 7 ? infinity : v; }),
            WeightClass::NonFinite);
  // On both sides alike it says nothing of the others, nor hides them.
  Tensor holed = changed(randomWeights(), [&](int64_t i, double v) { return i == 7 ? nan : v; });
  EXPECT_EQ(compareWeights(holed, holed).kind, WeightClass::Equal);
  WeightDifference d =
      compareWeights(holed, changed(holed, [](int64_t, double v) { return 2 * v; }));
  EXPECT_EQ(d.kind, WeightClass::Scale);
  EXPECT_TRUE(std::isfinite(d.maxAbs));
}

} // namespace
