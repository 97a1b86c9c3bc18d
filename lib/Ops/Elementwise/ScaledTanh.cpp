// alpha * tanh(beta * x), one of the activations that recurrent ops name.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct ScaledTanhAttrs {
  double alpha = 1.0;
  double beta = 1.0;

  template <class V> void visit(V &v) {
    v("alpha", alpha);
    v("beta", beta);
  }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<ScaledTanhAttrs>(op);
  return Scalar::make(Scalar::Kind::Tanh, {args[0] * attrs.beta}) * attrs.alpha;
}

} // namespace

OpDef defineScaledTanh() {
  return OpDef("scaled_tanh")
      .summary("A hyperbolic tangent with scaled argument and result.")
      .operand("X")
      .dtypes(floatTypes)
      .attrs<ScaledTanhAttrs>()
      .formula(formula)
      .onnx("ScaledTanh");
}

} // namespace fixcon
