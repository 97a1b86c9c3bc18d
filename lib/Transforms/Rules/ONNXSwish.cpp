// Swish is x * sigmoid(alpha * x); SwiGLU is that of its first operand, times the second. Older
// exporters spell both out, so that is the normal form.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXSwish(Op &op, RuleBuilder &b) {
  Value *x = op.operand(0), *scaled = x;
  double alpha = b.take<double>("alpha", 1);
  if (alpha != 1)
    scaled = b.value("mul", {x, b.scalarLike(x, alpha)});
  Value *swish = b.value("mul", {x, b.value("sigmoid", {scaled})});
  b.result(0, op.operand(1) ? b.value("mul", {swish, op.operand(1)}) : swish);
  return success();
}

} // namespace fixcon
