// alpha * x below 0, x elsewhere.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct LeakyReluAttrs {
  double alpha = 0.01;

  template <class V> void visit(V &v) { v("alpha", alpha); }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  double alpha = readAttrs<LeakyReluAttrs>(op).alpha;
  return select(args[0] < 0, args[0] * alpha, args[0]);
}

} // namespace

OpDef defineLeakyRelu() {
  return OpDef("leaky_relu")
      .summary("A line with a smaller slope below 0.")
      .operand("X")
      .attrs<LeakyReluAttrs>()
      .dtypes(floatTypes)
      .formula(formula)
      .onnx("LeakyRelu", 6);
}

} // namespace fixcon
