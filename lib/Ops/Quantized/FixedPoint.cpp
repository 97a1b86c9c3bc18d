// Sums are whole numbers far below 2^53, so that doubles hold them; products of them with mantissas need 128 bits at most.
#include "FixedPoint.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

__extension__ typedef __int128 Wide;

FixedPoint FixedPoint::of(double real) {
  FixedPoint out;
  if (!(real > 0) || !std::isfinite(real))
    return out;
  double fraction = std::frexp(real, &out.exponent);
  out.mantissa = std::llround(std::ldexp(fraction, 31));
  if (out.mantissa == int64_t(1) << 31) {
    out.mantissa /= 2;
    ++out.exponent;
  }
  if (out.exponent < -31)
    return {};
  return out;
}

int64_t roundedShift(int64_t x, int n) {
  if (n <= 0)
    return x;
  if (n > 62)
    return 0;
  int64_t mask = (int64_t(1) << n) - 1, rest = x & mask;
  int64_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> n) + (rest > threshold ? 1 : 0);
}

int64_t scaledTwice(int64_t x, const FixedPoint &by) {
  int left = std::max(by.exponent, 0), right = std::max(-by.exponent, 0);
  Wide product = (static_cast<Wide>(x) << std::min(left, 40)) * by.mantissa;
  Wide nudge = product >= 0 ? Wide(1) << 30 : 1 - (Wide(1) << 30);
  Wide high = (product + nudge) / (Wide(1) << 31); // towards zero
  high = std::clamp<Wide>(high, INT32_MIN, INT32_MAX);
  return roundedShift(static_cast<int64_t>(high), right);
}

int32_t highProduct(int32_t a, int32_t b) {
  int64_t product = int64_t(a) * b;
  int64_t nudge = product >= 0 ? int64_t(1) << 30 : 1 - (int64_t(1) << 30);
  int64_t high = (product + nudge) / (int64_t(1) << 31); // towards zero
  return static_cast<int32_t>(std::min<int64_t>(high, INT32_MAX));
}

int32_t raised(int32_t x, int n) {
  return static_cast<int32_t>(std::clamp<int64_t>(int64_t(x) << n, INT32_MIN, INT32_MAX));
}

int32_t reciprocalOfOnePlus(int32_t x) {
  // Half of 1 + x, so that it lies in [0.5, 1); the estimates have two bits in front of the point. What is not in [0, 1) wraps.
  int64_t sum = int64_t(x) + INT32_MAX;
  auto half = static_cast<int32_t>((sum + (sum >= 0 ? 1 : -1)) / 2);
  constexpr int32_t one = 1 << 29;
  constexpr int32_t first = 1515870810 /* 48 / 17 */, slope = -1010580540 /* -32 / 17 */;
  auto plus = [](int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
  };
  int32_t estimate = plus(first, highProduct(half, slope));
  for (int step = 0; step < 3; ++step) {
    int32_t off = plus(one, -highProduct(half, estimate));
    estimate = plus(estimate, raised(highProduct(estimate, off), 2));
  }
  return raised(estimate, 1);
}

int64_t scaledOnce(int64_t x, const FixedPoint &by) {
  int shift = std::clamp(31 - by.exponent, 1, 62);
  Wide sum = static_cast<Wide>(x) * by.mantissa + (Wide(1) << (shift - 1));
  return static_cast<int64_t>(sum >> shift);
}

int64_t scaledWide(int64_t x, const FixedPoint &by) {
  int64_t mantissa = by.mantissa < 0x7FFF0000 ? (by.mantissa + (int64_t(1) << 15)) >> 16 : 0x7FFF;
  int shift = std::clamp(15 - by.exponent, 1, 62);
  Wide sum = static_cast<Wide>(x) * mantissa + (Wide(1) << (shift - 1));
  return static_cast<int64_t>(sum >> shift);
}

/// Means of whole steps: one that is as near to a tie as f32 can be off is one.
static double snapped(double value) {
  double tie = std::round(2 * value) / 2, off = 1e-4 + std::fabs(value) * 0x1p-22;
  return std::fabs(value - tie) < off ? tie : value;
}

/// A mean's divisor goes into the mantissa, which keeps as many bits as fit.
static FixedPoint divided(FixedPoint by, int64_t divisor) {
  if (divisor <= 1)
    return by;
  int bits = 63 - __builtin_clzll(static_cast<unsigned long long>(divisor));
  int more = std::clamp(std::min(bits, 31 + by.exponent), 0, 31);
  by.mantissa = (by.mantissa << more) / divisor;
  by.exponent -= more;
  return by;
}

double GridArithmetic::quantized(double x, double scale, double zeroPoint, DType dtype,
                                 size_t entry) const {
  if (std::isnan(x))
    return zeroPoint;
  auto [least, most] = rangeOf(dtype);
  auto bound = [&](double real) {
    return zeroPoint +
           std::round(static_cast<double>(static_cast<float>(real) / static_cast<float>(scale)));
  };
  double q = 0;
  if (arithmetic == "mean") {
    // Of the integers themselves, whose ties lie otherwise than those of what is left without the zero point.
    q = std::round(snapped(x / scale + zeroPoint)) - zeroPoint;
  } else if (arithmetic == "away") {
    q = std::round(static_cast<double>(static_cast<float>(x) / static_cast<float>(scale)));
  } else {
    double own = unit[std::min(entry, unit.size() - 1)];
    if (x < 0 && negativeUnit > 0)
      own = negativeUnit;
    double whole = std::nearbyint(x / own * static_cast<double>(divisor));
    auto count = static_cast<int64_t>(std::clamp(whole, -0x1p53, 0x1p53));
    double ratio = own / scale;
    if (arithmetic == "fixed32")
      ratio = static_cast<double>(static_cast<float>(ratio));
    FixedPoint by = divided(FixedPoint::of(ratio), divisor);
    q = static_cast<double>(arithmetic == "wide"     ? scaledWide(count, by)
                            : arithmetic == "single" ? scaledOnce(count, by)
                                                     : scaledTwice(count, by));
  }
  q = std::clamp(q + zeroPoint, least, most);
  if (low)
    q = x <= *low ? bound(*low) : std::max(q, bound(*low));
  if (high)
    q = x >= *high ? bound(*high) : std::min(q, bound(*high));
  return std::clamp(q, least, most);
}

} // namespace fixcon
