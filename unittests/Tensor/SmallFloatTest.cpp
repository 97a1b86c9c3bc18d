// Narrow floats against what their definitions say: every bit pattern decoded by hand, and
// rounding checked against a search over all values; halves against the compiler's own.
#include "fixcon/Tensor/DType.h"

#include "fixcon/Support/Random.h"

#include <Eigen/Core>

#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace fixcon {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

struct Format {
  DType dtype;
  int exponentBits, mantissaBits, bias;
  double largest;
  double smallest; ///< positive
};
const Format formats[] = {
    {DType::F8E4M3FN, 4, 3, 7, 448, 0x1p-9},       {DType::F8E4M3FNUZ, 4, 3, 8, 240, 0x1p-10},
    {DType::F8E5M2, 5, 2, 15, 57344, 0x1p-16},     {DType::F8E5M2FNUZ, 5, 2, 16, 57344, 0x1p-17},
    {DType::F8E8M0, 8, 0, 127, 0x1p127, 0x1p-127}, {DType::F4E2M1, 2, 1, 1, 6, 0.5},
};

unsigned patterns(const Format &f) { return f.dtype == DType::F4E2M1 ? 16 : 256; }

/// All finite values of a format with their bits.
std::vector<std::pair<double, unsigned>> finite(const Format &f) {
  std::vector<std::pair<double, unsigned>> values;
  for (unsigned bits = 0; bits < patterns(f); ++bits)
    if (double v = fromSmallFloat(f.dtype, static_cast<uint8_t>(bits)); std::isfinite(v))
      values.emplace_back(v, bits);
  return values;
}

TEST(SmallFloat, EveryPatternDecodesByItsDefinition) {
  for (const Format &f : formats)
    for (unsigned bits = 0; bits < patterns(f); ++bits) {
      double value = fromSmallFloat(f.dtype, static_cast<uint8_t>(bits));
      if (!std::isfinite(value))
        continue;
      unsigned mantissa = bits & ((1u << f.mantissaBits) - 1);
      unsigned exponent = (bits >> f.mantissaBits) & ((1u << f.exponentBits) - 1);
      bool negative = f.dtype != DType::F8E8M0 && bits >> (f.exponentBits + f.mantissaBits);
      double fraction = mantissa / std::pow(2, f.mantissaBits);
      bool subnormal = exponent == 0 && f.dtype != DType::F8E8M0;
      double expected = subnormal
                            ? fraction * std::pow(2, 1 - f.bias)
                            : (1 + fraction) * std::pow(2, static_cast<int>(exponent) - f.bias);
      EXPECT_EQ(value, negative ? -expected : expected) << name(f.dtype) << " " << bits;
    }
}

TEST(SmallFloat, LimitsAreThePublishedOnes) {
  for (const Format &f : formats) {
    double largest = 0, smallest = inf;
    for (auto [value, bits] : finite(f)) {
      largest = std::max(largest, value);
      smallest = value > 0 ? std::min(smallest, value) : smallest;
    }
    EXPECT_EQ(largest, f.largest) << name(f.dtype);
    EXPECT_EQ(smallest, f.smallest) << name(f.dtype);
  }
}

TEST(SmallFloat, SpecialPatterns) {
  auto of = [](DType type, unsigned bits) {
    return fromSmallFloat(type, static_cast<uint8_t>(bits));
  };
  EXPECT_TRUE(std::isnan(of(DType::F8E4M3FN, 0x7f)) && std::isnan(of(DType::F8E4M3FN, 0xff)));
  EXPECT_TRUE(std::isnan(of(DType::F8E4M3FNUZ, 0x80)) && std::isnan(of(DType::F8E5M2FNUZ, 0x80)));
  EXPECT_EQ(of(DType::F8E5M2, 0x7c), inf);
  EXPECT_EQ(of(DType::F8E5M2, 0xfc), -inf);
  for (unsigned nan : {0x7d, 0x7e, 0x7f, 0xfd})
    EXPECT_TRUE(std::isnan(of(DType::F8E5M2, nan)));
  EXPECT_TRUE(std::isnan(of(DType::F8E8M0, 0xff)));
  EXPECT_TRUE(std::signbit(of(DType::F8E4M3FN, 0x80)) && std::signbit(of(DType::F4E2M1, 8)));
}

TEST(SmallFloat, FiniteValuesEncodeToTheirBits) {
  for (const Format &f : formats)
    for (auto [value, bits] : finite(f))
      for (bool saturate : {true, false})
        EXPECT_EQ(toSmallFloat(f.dtype, value, saturate), bits) << name(f.dtype) << " " << value;
}

/// The nearest value by search; of two at the same distance the one whose last bit is zero.
double nearest(const std::vector<std::pair<double, unsigned>> &values, double x) {
  std::pair<double, unsigned> best = values.front();
  for (auto candidate : values) {
    double now = std::fabs(candidate.first - x), before = std::fabs(best.first - x);
    if (now < before || (now == before && candidate.second % 2 == 0))
      best = candidate;
  }
  return best.first;
}

TEST(SmallFloat, RoundsToTheNearestAndTiesToEven) {
  Random random(1);
  for (const Format &f : formats) {
    auto values = finite(f);
    bool hasSign = f.dtype != DType::F8E8M0;
    auto check = [&](double x) {
      EXPECT_EQ(fromSmallFloat(f.dtype, toSmallFloat(f.dtype, x, true)), nearest(values, x))
          << name(f.dtype) << " " << x;
    };
    for (int i = 0; i < 2000; ++i)
      check(std::ldexp(hasSign ? random.uniform(-1, 1) : random.uniform(),
                       static_cast<int>(random.between(-20, 10))));
    if (f.mantissaBits == 0)
      continue;
    for (auto [a, bits] : finite(f))
      for (auto [b, other] : values)
        if (other == bits + 1 && std::isfinite(a) && std::signbit(a) == std::signbit(b))
          check((a + b) / 2);
  }
}

TEST(SmallFloat, BeyondTheLargest) {
  auto of = [](DType type, double value, bool saturate) {
    return fromSmallFloat(type, toSmallFloat(type, value, saturate));
  };
  for (const Format &f : formats) {
    EXPECT_EQ(of(f.dtype, f.largest * 100, true), f.largest) << name(f.dtype);
    EXPECT_EQ(of(f.dtype, inf, true), f.largest) << name(f.dtype);
  }
  EXPECT_EQ(of(DType::F8E5M2, 1e9, false), inf);
  EXPECT_EQ(of(DType::F8E5M2, -inf, false), -inf);
  EXPECT_TRUE(std::isnan(of(DType::F8E4M3FN, 1e9, false)));
  EXPECT_TRUE(std::isnan(of(DType::F8E4M3FNUZ, -1e9, false)));
  EXPECT_TRUE(std::isnan(of(DType::F8E8M0, -1, true)));
  EXPECT_EQ(of(DType::F8E4M3FN, 464, true), 448); // halfway to 480, which is the NaN's place
}

TEST(SmallFloat, ZeroAndItsSign) {
  EXPECT_EQ(toSmallFloat(DType::F8E4M3FN, -0.0, true), 0x80);
  EXPECT_EQ(toSmallFloat(DType::F8E4M3FNUZ, -0.0, true), 0);
  EXPECT_EQ(toSmallFloat(DType::F8E5M2FNUZ, -1e-30, true), 0);
  EXPECT_EQ(toSmallFloat(DType::F8E8M0, -0.0, true), 0);
}

TEST(SmallFloat, DefaultNaNIsANaN) {
  for (const Format &f : formats) {
    auto bits = defaultNaN(f.dtype);
    EXPECT_TRUE(!bits || std::isnan(fromSmallFloat(f.dtype, static_cast<uint8_t>(*bits))));
  }
  EXPECT_EQ(defaultNaN(DType::F4E2M1), std::nullopt);
  EXPECT_EQ(defaultNaN(DType::F32), 0x7fc00000u);
}

TEST(Half, EveryPatternAgreesWithEigen) {
  for (unsigned bits = 0; bits < 65536; ++bits) {
    auto pattern = static_cast<uint16_t>(bits);
    float half = Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(pattern));
    double ours = fromHalf({pattern});
    if (std::isnan(half)) {
      EXPECT_TRUE(std::isnan(ours));
      continue;
    }
    EXPECT_EQ(ours, half);
    EXPECT_EQ(toHalf(ours).bits, pattern);
    auto brain = Eigen::bfloat16_impl::bfloat16_to_float(
        Eigen::bfloat16_impl::raw_uint16_to_bfloat16(pattern));
    if (!std::isnan(brain)) {
      EXPECT_EQ(fromBFloat16({pattern}), brain);
      EXPECT_EQ(toBFloat16(brain).bits, pattern);
    }
  }
}

TEST(Half, RoundingAgreesWithEigen) {
  Random random(2);
  for (int i = 0; i < 300000; ++i) {
    float x = std::bit_cast<float>(static_cast<uint32_t>(random.next()));
    if (i % 2)
      x = static_cast<float>(std::ldexp(random.uniform(-1, 1), static_cast<int>(i % 60) - 40));
    if (std::isnan(x))
      continue;
    ASSERT_EQ(toHalf(x).bits, Eigen::half_impl::float_to_half_rtne(x).x) << x;
    ASSERT_EQ(toBFloat16(x).bits, Eigen::bfloat16_impl::float_to_bfloat16_rtne<false>(x).value)
        << x;
  }
}

TEST(Half, RoundsDoublesOnce) {
  // Above a tie by less than f32 shows: rounding through f32 would go down to even.
  double x = 1 + 0x1p-11 + 0x1p-40;
  EXPECT_EQ(fromHalf(toHalf(x)), 1 + 0x1p-10);
  EXPECT_EQ(roundTo(DType::F16, 1 + 0x1p-11), 1);
  EXPECT_EQ(roundTo(DType::F32, 0.1), 0.1f);
  EXPECT_EQ(roundTo(DType::F64, 0.1), 0.1);
}

} // namespace
} // namespace fixcon
