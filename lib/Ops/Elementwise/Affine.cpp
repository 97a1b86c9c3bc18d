// alpha * x + beta, one of the activations that recurrent ops name.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct AffineAttrs {
  double alpha = 1.0;
  double beta = 0.0;

  template <class V> void visit(V &v) {
    v("alpha", alpha);
    v("beta", beta);
  }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<AffineAttrs>(op);
  return args[0] * attrs.alpha + attrs.beta;
}

} // namespace

OpDef defineAffine() {
  return OpDef("affine")
      .summary("A line with a given slope and offset.")
      .operand("X")
      .dtypes(floatTypes)
      .attrs<AffineAttrs>()
      .formula(formula)
      .onnx("Affine");
}

} // namespace fixcon
