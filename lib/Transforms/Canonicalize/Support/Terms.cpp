// Depths are bounded: hostile models hold chains without end.
#include "Terms.h"

#include <cmath>

namespace fixcon {
namespace {

constexpr unsigned maxDepth = 8;

void collect(Value *value, Product &product, unsigned depth) {
  Op *op = value->definingOp();
  bool inner = depth > 0 && !hasOneUse(value);
  int exponent = traitsOf(value).product;
  auto divisor = exponent == -1 ? constantScalar(op->operand(1)) : std::nullopt;
  if (inner || depth > maxDepth || (exponent != 1 && !divisor)) {
    product.factors.push_back(value);
    return;
  }
  if (divisor) {
    product.coefficient /= *divisor;
    collect(op->operand(0), product, depth + 1);
    return;
  }
  for (Value *operand : op->operands())
    if (auto factor = constantScalar(operand))
      product.coefficient *= *factor;
    else
      collect(operand, product, depth + 1);
}

using Maybe = std::optional<Polynomial>;

Maybe sum(const Maybe &a, const Maybe &b, double sign) {
  if (!a || !b)
    return std::nullopt;
  Polynomial out = *a;
  for (size_t i = 0; i < out.size(); ++i)
    out[i] += sign * (*b)[i];
  return out;
}

Maybe times(const Maybe &a, const Maybe &b) {
  if (!a || !b)
    return std::nullopt;
  Polynomial out{};
  for (size_t i = 0; i < out.size(); ++i)
    for (size_t j = 0; j < out.size(); ++j) {
      double term = (*a)[i] * (*b)[j];
      if (term == 0)
        continue;
      if (i + j >= out.size())
        return std::nullopt;
      out[i + j] += term;
    }
  return out;
}

Maybe power(const Maybe &base, double exponent) {
  if (exponent != 2 && exponent != 3)
    return std::nullopt;
  Maybe square = times(base, base);
  return exponent == 2 ? square : times(square, base);
}

Maybe polynomial(const Value *value, const Value *x, unsigned depth) {
  if (value == x)
    return Polynomial{0, 1, 0, 0};
  if (auto constant = constantScalar(value))
    return Polynomial{*constant, 0, 0, 0};
  const Op *op = value ? value->definingOp() : nullptr;
  if (!op || depth > maxDepth || op->numOperands() == 0)
    return std::nullopt;
  auto operand = [&](unsigned i) { return polynomial(op->operand(i), x, depth + 1); };
  const Traits &traits = traitsOf(*op);
  if (traits.sum)
    return sum(operand(0), operand(1), traits.sum);
  if (traits.product == 1)
    return times(operand(0), operand(1));
  if (op->name() == "neg")
    return times(operand(0), Polynomial{-1, 0, 0, 0});
  double scalar = constantScalar(op->operand(1)).value_or(0);
  if (traits.product == -1 && scalar != 0)
    return times(operand(0), Polynomial{1 / scalar, 0, 0, 0});
  if (op->name() == "pow")
    return power(operand(0), scalar);
  return std::nullopt;
}

} // namespace

Product productOf(Value *value) {
  Product product;
  collect(value, product, 0);
  return product;
}

std::optional<Polynomial> polynomialOf(const Value *value, const Value *x) {
  return polynomial(value, x, 0);
}

bool nearlyEqual(double a, double b) {
  return a == b || std::fabs(a - b) <= 0x1p-21 * std::fmax(std::fabs(a), std::fabs(b));
}

bool nearlyEqual(const Polynomial &a, const Polynomial &b) {
  for (size_t i = 0; i < a.size(); ++i)
    if (!nearlyEqual(a[i], b[i]))
      return false;
  return true;
}

std::vector<Gated> gatesOf(Value *value) {
  Product product = productOf(value);
  if (product.factors.size() != 2)
    return {};
  Value *a = product.factors[0], *b = product.factors[1];
  if (!(a->type() == value->type()) || !(b->type() == value->type()))
    return {};
  return {{a, b, product.coefficient}, {b, a, product.coefficient}};
}

} // namespace fixcon
