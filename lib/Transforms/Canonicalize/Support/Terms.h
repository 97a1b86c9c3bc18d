// Elementwise expressions seen through the order in which a model spells them: products with a
// scalar coefficient, and polynomials of one value.
#pragma once

#include "fixcon/Transforms/Rewrite.h"

#include <array>

namespace fixcon {

/// coefficient * factors[0] * factors[1] * ...
struct Product {
  double coefficient = 1;
  std::vector<Value *> factors;
};

/// `value` as a product: through mul, and div by a scalar constant. Below `value` itself only
/// results with one use are seen through.
Product productOf(Value *value);

/// coefficients[i] * x^i, for at most cubic ones.
using Polynomial = std::array<double, 4>;

/// `value` as a polynomial of `x` with scalar constants; nothing if it is none.
std::optional<Polynomial> polynomialOf(const Value *value, const Value *x);

/// Equal up to the rounding of constants to f32, some of them multiplied: 2^-21 relative.
bool nearlyEqual(double a, double b);
bool nearlyEqual(const Polynomial &a, const Polynomial &b);

/// A gate: value = x * gate * coefficient, x the factor that the gate depends on.
struct Gated {
  Value *x, *gate;
  double coefficient;
};
/// The two readings of a product of two factors; empty for other products. Both factors and `value`
/// have the same type, so that nothing is broadcast.
std::vector<Gated> gatesOf(Value *value);

} // namespace fixcon
