// x * tanh(softplus(x)), with softplus written as in its own op.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

Scalar formula(std::span<const Scalar> args, const Op &) {
  Scalar x = args[0];
  Scalar tail = Scalar::make(Scalar::Kind::Exp, {-Scalar::make(Scalar::Kind::Abs, {x})});
  Scalar softplus = max(x, 0) + Scalar::make(Scalar::Kind::Log1p, {tail});
  return x * Scalar::make(Scalar::Kind::Tanh, {softplus});
}

} // namespace

OpDef defineMish() {
  return OpDef("mish")
      .summary("x * tanh(log(1 + exp(x))).")
      .operand("X")
      .dtypes(floatTypes)
      .formula(formula)
      .onnx("Mish", 18);
}

} // namespace fixcon
