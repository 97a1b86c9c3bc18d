// log(1 + exp(x)), written so that the exponential does not overflow:
// max(x, 0) + log1p(exp(-|x|)).
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

Scalar formula(std::span<const Scalar> args, const Op &) {
  Scalar x = args[0];
  Scalar tail = Scalar::make(Scalar::Kind::Exp, {-Scalar::make(Scalar::Kind::Abs, {x})});
  return max(x, 0) + Scalar::make(Scalar::Kind::Log1p, {tail});
}

} // namespace

OpDef defineSoftplus() {
  return OpDef("softplus")
      .summary("log(1 + exp(x)).")
      .operand("X")
      .dtypes(floatTypes)
      .nonNegative()
      .formula(formula)
      .onnx("Softplus", 1);
}

} // namespace fixcon
