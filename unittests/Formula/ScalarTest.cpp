// The evaluator against the same expression written in C++, over more than one block.
#include "fixcon/Formula/Scalar.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace fixcon;
using K = Scalar::Kind;

namespace {

Scalar x(unsigned i = 0) { return Scalar::argument(i); }

template <class T> std::vector<T> run(const Scalar &formula, std::vector<std::vector<T>> args) {
  std::vector<T> out(args[0].size());
  ScalarEvaluator<T> evaluator(formula);
  for (size_t at = 0; at < out.size(); at += evaluator.blockSize) {
    std::vector<const T *> pointers;
    for (const auto &a : args)
      pointers.push_back(a.data() + at);
    evaluator.run(pointers, out.data() + at, std::min(evaluator.blockSize, out.size() - at));
  }
  return out;
}

std::vector<double> ramp(size_t count, double from, double step) {
  std::vector<double> values(count);
  for (size_t i = 0; i < count; ++i)
    values[i] = from + step * static_cast<double>(i);
  return values;
}

constexpr double quietNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

} // namespace

TEST(Scalar, PrintsWhatItComputes) {
  EXPECT_EQ(max(x(), 0).str(), "max(x0, 0)");
  EXPECT_EQ((x() * x(1) + 0.5).str(), "(x0 * x1) + 0.5");
  EXPECT_EQ(select(x() < 0, -x(), x()).str(), "select((x0 < 0), neg(x0), x0)");
  EXPECT_EQ(Scalar().str(), "absent");
}

TEST(Scalar, BlocksGiveTheSameAsDirectComputation) {
  auto values = ramp(1300, -6.5, 0.01);
  Scalar sigmoid = 1.0 / (Scalar(1) + Scalar::make(K::Exp, {-x()}));
  auto got = run<double>(x() * sigmoid + sigmoid, {values});
  for (size_t i = 0; i < values.size(); ++i) {
    double s = 1 / (1 + std::exp(-values[i]));
    ASSERT_DOUBLE_EQ(got[i], values[i] * s + s);
  }
}

TEST(Scalar, ArgumentsAndConstantsAreFormulas) {
  EXPECT_EQ(run<double>(x(1), {{1, 2}, {3, 4}}), (std::vector<double>{3, 4}));
  EXPECT_EQ(run<double>(Scalar(7), {{1, 2}}), (std::vector<double>{7, 7}));
  // The result is an intermediate value that a later step also uses.
  Scalar e = Scalar::make(K::Exp, {x()});
  EXPECT_EQ(run<double>(e - e, {{1, 2}}), (std::vector<double>{0, 0}));
}

TEST(Scalar, MinAndMaxPropagateNaNFromEitherSide) {
  for (const Scalar &f : {max(x(), x(1)), min(x(), x(1))}) {
    auto got = run<double>(f, {{quietNaN, 1, quietNaN}, {1, quietNaN, quietNaN}});
    for (double v : got)
      EXPECT_TRUE(std::isnan(v));
  }
}

TEST(Scalar, RoundsHalvesToEven) {
  EXPECT_EQ(run<double>(Scalar::make(K::RoundEven, {x()}), {{0.5, 1.5, 2.5, -2.5, -0.4}}),
            (std::vector<double>{0, 2, 2, -2, -0.0}));
}

TEST(Scalar, RemaindersFollowDividendOrDivisor) {
  std::vector<double> a{5.5, -5.5, 5.5, -5.5}, b{3, 3, -3, -3};
  EXPECT_EQ(run<double>(Scalar::make(K::Fmod, {x(), x(1)}), {a, b}),
            (std::vector<double>{2.5, -2.5, 2.5, -2.5}));
  EXPECT_EQ(run<double>(Scalar::make(K::FloorMod, {x(), x(1)}), {a, b}),
            (std::vector<double>{2.5, 0.5, -0.5, -2.5}));
  EXPECT_EQ(run<int64_t>(Scalar::make(K::FloorMod, {x(), x(1)}), {{7, -7, 7, 3}, {3, 3, -3, 0}}),
            (std::vector<int64_t>{1, 2, -2, 0}));
}

TEST(Scalar, IntegersTruncateWrapAndNeverTrap) {
  constexpr int64_t lowest = INT64_MIN, highest = INT64_MAX;
  EXPECT_EQ(run<int64_t>(x() / x(1), {{7, -7, 5, lowest}, {2, 2, 0, -1}}),
            (std::vector<int64_t>{3, -3, 0, lowest}));
  EXPECT_EQ(run<int64_t>(x() + x(1), {{highest}, {1}}), (std::vector<int64_t>{lowest}));
  EXPECT_EQ(run<int64_t>(x() * x(1), {{highest}, {2}}), (std::vector<int64_t>{-2}));
  EXPECT_EQ(run<uint64_t>(x() - x(1), {{0}, {1}}), (std::vector<uint64_t>{UINT64_MAX}));
  EXPECT_EQ(run<int64_t>(Scalar::make(K::Fmod, {x(), x(1)}), {{lowest, -7}, {-1, 2}}),
            (std::vector<int64_t>{0, -1}));
}

TEST(Scalar, IntegerPowersAreExact) {
  EXPECT_EQ(run<int64_t>(Scalar::make(K::Pow, {x(), x(1)}),
                         {{3, -2, 2, -1, 5, 10}, {39, 63, -1, -3, 0, 18}}),
            (std::vector<int64_t>{4052555153018976267, INT64_MIN, 0, -1, 1, 1000000000000000000}));
}

TEST(Scalar, BitsAndShifts) {
  EXPECT_EQ(run<uint64_t>(Scalar::make(K::ShiftRight, {x(), x(1)}), {{UINT64_MAX, 8}, {63, 64}}),
            (std::vector<uint64_t>{1, 0}));
  EXPECT_EQ(run<int64_t>(Scalar::make(K::BitNot, {x()}), {{0, 5}}), (std::vector<int64_t>{-1, -6}));
  EXPECT_EQ(run<int64_t>(Scalar::make(K::BitXor, {x(), x(1)}), {{6}, {3}}),
            (std::vector<int64_t>{5}));
}

TEST(Scalar, SelectIgnoresTheOtherBranch) {
  Scalar safe = select(equal(x(), 0), 0, Scalar(1) / x());
  EXPECT_EQ(run<double>(safe, {{0, 4}}), (std::vector<double>{0, 0.25}));
  EXPECT_EQ(run<double>(Scalar::make(K::IsInf, {x()}), {{inf, -inf, quietNaN, 1}}),
            (std::vector<double>{1, 1, 0, 0}));
}
