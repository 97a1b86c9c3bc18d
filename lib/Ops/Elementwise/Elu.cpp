// alpha * (exp(x) - 1) below 0, x elsewhere.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct EluAttrs {
  double alpha = 1.0;

  template <class V> void visit(V &v) { v("alpha", alpha); }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  double alpha = readAttrs<EluAttrs>(op).alpha;
  Scalar below = (Scalar::make(Scalar::Kind::Exp, {args[0]}) - 1) * alpha;
  return select(args[0] < 0, below, args[0]);
}

} // namespace

OpDef defineElu() {
  return OpDef("elu")
      .summary("An exponential approach to -alpha below 0.")
      .operand("X")
      .attrs<EluAttrs>()
      .dtypes(floatTypes)
      .formula(formula)
      .onnx("Elu", 6);
}

} // namespace fixcon
