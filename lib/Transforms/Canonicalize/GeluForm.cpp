// x * 0.5 * (1 + erf(x / sqrt(2)))
//   -> gelu(x)
// x * 0.5 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))
//   -> gelu(x) {approximate = "tanh"}
//
// in any order of the factors and with any split of the constants, which must be the definition's
// up to rounding to f32.
#include "Canonicalize/Support/Terms.h"

#include <cmath>
#include <numbers>

namespace fixcon {
namespace {

/// The erf or tanh that `gate` is an affine function of.
Op *curveOf(const Value *gate) {
  for (unsigned depth = 0; gate && depth < 4; ++depth) {
    Op *op = gate->definingOp();
    if (!op || op->numOperands() == 0)
      return nullptr;
    if (op->name() == "erf" || op->name() == "tanh")
      return op;
    gate = op->operand(op->operand(0) && op->operand(0)->isWeight() ? 1 : 0);
  }
  return nullptr;
}

/// What the gate's argument must be.
Polynomial argumentOf(const std::string &curve) {
  if (curve == "erf")
    return {0, 1 / std::numbers::sqrt2, 0, 0};
  double scale = std::sqrt(2 / std::numbers::pi);
  return {0, scale, 0, scale * 0.044715};
}

} // namespace

bool canonicalizeGeluForm(Op &op) {
  for (const Gated &gated : gatesOf(op.result())) {
    Op *curve = curveOf(gated.gate);
    auto gate = curve ? polynomialOf(gated.gate, curve->result()) : std::nullopt;
    auto argument = gate ? polynomialOf(curve->operand(0), gated.x) : std::nullopt;
    if (!argument || !nearlyEqual(*argument, argumentOf(curve->name())))
      continue;
    for (double &coefficient : *gate)
      coefficient *= gated.coefficient;
    if (!nearlyEqual(*gate, {0.5, 0.5, 0, 0}))
      continue;
    AttrDict attrs;
    if (curve->name() == "tanh")
      attrs.set("approximate", "tanh");
    Rewriter b(op, opsBetween(gated.x, op));
    return b.replaceRoot(b.value("gelu", {gated.x}, attrs));
  }
  return false;
}

} // namespace fixcon
