// gamma * alpha * (exp(x) - 1) up to 0, gamma * x above. The defaults are the fixed point constants
// of Klambauer et al., Self-Normalizing Neural Networks, as 32-bit floats.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct SeluAttrs {
  double alpha = 1.67326319217681884765625;
  double gamma = 1.05070102214813232421875;

  template <class V> void visit(V &v) {
    v("alpha", alpha);
    v("gamma", gamma);
  }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<SeluAttrs>(op);
  Scalar below = (Scalar::make(Scalar::Kind::Exp, {args[0]}) - 1) * attrs.alpha;
  return select(args[0] <= 0, below, args[0]) * attrs.gamma;
}

} // namespace

OpDef defineSelu() {
  return OpDef("selu")
      .summary("A scaled exponential linear unit.")
      .operand("X")
      .attrs<SeluAttrs>()
      .dtypes(floatTypes)
      .formula(formula)
      .onnx("Selu", 6);
}

} // namespace fixcon
