// max(0, x) + min(0, alpha * (exp(x / alpha) - 1)).
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct CeluAttrs {
  double alpha = 1.0;

  template <class V> void visit(V &v) { v("alpha", alpha); }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  double alpha = readAttrs<CeluAttrs>(op).alpha;
  Scalar below = (Scalar::make(Scalar::Kind::Exp, {args[0] / alpha}) - 1) * alpha;
  return max(args[0], 0) + min(below, 0);
}

} // namespace

OpDef defineCelu() {
  return OpDef("celu")
      .summary("An exponential linear unit with a continuous derivative.")
      .operand("X")
      .attrs<CeluAttrs>()
      .dtypes(floatTypes)
      .formula(formula)
      .onnx("Celu", 12);
}

} // namespace fixcon
