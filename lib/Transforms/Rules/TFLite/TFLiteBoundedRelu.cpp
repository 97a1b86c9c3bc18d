// Rectifiers with bounds are clips.
#include "Rules/Support/FusedActivation.h"

namespace fixcon {

LogicalResult ruleTFLiteBoundedRelu(Op &op, RuleBuilder &b) {
  double low = op.type() == "RELU_N1_TO_1" ? -1 : 0, high = op.type() == "RELU6" ? 6 : 1;
  b.result(0, clipped(b, b.in(0), low, high));
  return success();
}

} // namespace fixcon
