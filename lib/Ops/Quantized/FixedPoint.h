// How integer kernels scale what they have accumulated: by a product with a number of 31 bits and a shift.
#pragma once

#include "fixcon/IR/Op.h"
#include "fixcon/Tensor/Quantize.h"

#include <optional>
#include <string>
#include <vector>

namespace fixcon {

/// A positive real number as mantissa * 2^(exponent - 31), with a mantissa of 31 bits.
struct FixedPoint {
  int64_t mantissa = 0;
  int exponent = 0;
  static FixedPoint of(double real);
};

/// x times the number, rounded twice: the product to the high word, ties away from zero, and the shift.
int64_t scaledTwice(int64_t x, const FixedPoint &by);
/// The same rounded once, ties up.
int64_t scaledOnce(int64_t x, const FixedPoint &by);
/// x times the number with a mantissa of 16 bits, rounded once, as sums of 64 bits are.
int64_t scaledWide(int64_t x, const FixedPoint &by);

/// x / 2^n, ties away from zero; x itself for n <= 0.
int64_t roundedShift(int64_t x, int n);
/// 2 a b / 2^32, rounded; what exceeds 32 bits is cut off.
int32_t highProduct(int32_t a, int32_t b);
/// x * 2^n, cut off at 32 bits.
int32_t raised(int32_t x, int n);
/// 1 / (1 + x) for x in [0, 1), both in units of 2^-31, by three steps of Newton's method.
int32_t reciprocalOfOnePlus(int32_t x);

/// How a runtime comes to the integers of a grid. `arithmetic` is "" for round(x / scale), ties to even; "away" for ties away
/// from zero; "mean" for those of means of the integers, no nearer to a tie than x may be off unless they are one; else x is a
/// whole number of units, which are scaled: "fixed" and "fixed32" by scaledTwice (the latter by a quotient that was
/// rounded to f32), "single" by scaledOnce, "wide" by scaledWide.
struct GridArithmetic {
  std::string arithmetic;
  std::vector<double> unit;        ///< one, or one for each index of an axis
  double negativeUnit = 0;         ///< of negative x, if it is another
  int64_t divisor = 1;             ///< x is a mean of so many
  std::optional<double> low, high; ///< real bounds, which are rounded by themselves

  /// x on the grid of `scale` and `zeroPoint`; `entry` is that of its unit.
  double quantized(double x, double scale, double zeroPoint, DType dtype, size_t entry) const;
};

} // namespace fixcon
