// max(0, min(1, alpha * x + beta)).
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct HardSigmoidAttrs {
  double alpha = 0.2;
  double beta = 0.5;

  template <class V> void visit(V &v) {
    v("alpha", alpha);
    v("beta", beta);
  }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<HardSigmoidAttrs>(op);
  return max(0, min(1, args[0] * attrs.alpha + attrs.beta));
}

} // namespace

OpDef defineHardSigmoid() {
  return OpDef("hard_sigmoid")
      .summary("A piecewise linear gate.")
      .operand("X")
      .attrs<HardSigmoidAttrs>()
      .dtypes(floatTypes)
      .nonNegative()
      .formula(formula)
      .onnx("HardSigmoid", 6);
}

} // namespace fixcon
