// x * clip(x + 3, 0, 6) / 6, x * clip(x / 6 + 0.5, 0, 1), x * hard_sigmoid(x) {alpha = 1/6}
//   -> hard_swish(x)
//
// c * clip(e, l, h) is clip(c * e, c * l, c * h) for c > 0, so that only the product of the
// constants counts; up to their rounding to f32.
#include "Canonicalize/Support/Terms.h"

namespace fixcon {
namespace {

const Polynomial gateOfHardSwish{0.5, 1.0 / 6, 0, 0};

bool isGate(const Gated &gated) {
  Op *op = gated.gate->definingOp();
  if (op && op->name() == "hard_sigmoid") {
    const double *alpha = op->attr<double>("alpha");
    const double *beta = op->attr<double>("beta");
    return op->operand(0) == gated.x && nearlyEqual(gated.coefficient, 1) && alpha &&
           nearlyEqual(*alpha, 1.0 / 6) && (!beta || *beta == 0.5);
  }
  auto low = op && op->name() == "clip" ? constantScalar(op->operand(1)) : std::nullopt;
  auto high = low ? constantScalar(op->operand(2)) : std::nullopt;
  auto argument = high ? polynomialOf(op->operand(0), gated.x) : std::nullopt;
  if (!argument || *low != 0 || !nearlyEqual(gated.coefficient * *high, 1))
    return false;
  for (double &coefficient : *argument)
    coefficient *= gated.coefficient;
  return nearlyEqual(*argument, gateOfHardSwish);
}

} // namespace

bool canonicalizeHardSwishForm(Op &op) {
  for (const Gated &gated : gatesOf(op.result()))
    if (isGate(gated)) {
      Rewriter b(op, opsBetween(gated.x, op));
      return b.replaceRoot(b.value("hard_swish", {gated.x}));
    }
  return false;
}

} // namespace fixcon
