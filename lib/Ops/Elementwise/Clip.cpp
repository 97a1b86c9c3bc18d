// X within bounds: min(max(X, min), max), so that the upper bound wins if they cross. An absent
// bound does not bound.
#include "Elementwise.h"

namespace fixcon {
namespace {

/// Some exporters write bounds with one dim of 1.
bool isScalar(const Type &type) {
  return type.rank() == 0 || (type.rank() == 1 && (!type.dim(0).isStatic() || type.dim(0) == 1));
}

LogicalResult inferClip(InferContext &context) {
  for (unsigned i : {1u, 2u})
    if (context.isRanked(i) && !isScalar(context.type(i))) // c4
      return context.error("clip_c4")
             << "bound " << i << " is no scalar: " << context.type(i).str();
  context.setResult(0, context.type(0));
  return success();
}

Scalar formula(std::span<const Scalar> args, const Op &) {
  Scalar x = args[0];
  if (args[1])
    x = max(x, args[1]);
  return args[2] ? min(x, args[2]) : x;
}

} // namespace

OpDef defineClip() {
  return OpDef("clip")
      .summary("Values limited to [min, max].")
      .operand("input")
      .optional("min", Role::Hyperparameter)
      .optional("max", Role::Hyperparameter)
      .clamp({.lowOperand = 1, .highOperand = 2})
      .infer(inferClip)
      .formula(formula)
      .onnx("Clip", 11);
}

} // namespace fixcon
