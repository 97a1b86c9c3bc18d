// x where it is above alpha, 0 elsewhere.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct ThresholdedReluAttrs {
  double alpha = 1.0;

  template <class V> void visit(V &v) { v("alpha", alpha); }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  double alpha = readAttrs<ThresholdedReluAttrs>(op).alpha;
  return select(args[0] > alpha, args[0], 0);
}

} // namespace

OpDef defineThresholdedRelu() {
  return OpDef("thresholded_relu")
      .summary("What is not above a threshold becomes 0.")
      .operand("X")
      .attrs<ThresholdedReluAttrs>()
      .dtypes(floatTypes)
      .formula(formula)
      .onnx("ThresholdedRelu", 10);
}

} // namespace fixcon
