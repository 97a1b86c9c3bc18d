// Dropout in inference is the identity, and its mask is true everywhere. In training mode it is
// random: kept as `dropout` if its mode is not a constant, or constantly on with a ratio above 0.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXDropout(Op &op, RuleBuilder &b) {
  b.ignore({"ratio", "seed"}); // the ratio of opsets 7 to 11, which know no training mode
  const Tensor *mode = b.weight(2), *ratio = b.weight(1);
  bool training = op.operand(2) && !(mode && mode->size() == 1 && !mode->toInt(0));
  if (training && !(ratio && ratio->size() == 1 && ratio->toDouble(0) == 0))
    return b.becomes("dropout", op.operands());
  b.result(0, b.value("identity", {op.operand(0)}));
  if (op.hasResult(1) && op.result(1)->hasUses()) {
    Value *yes = b.constant(Tensor::scalar(true));
    b.result(1, b.value("expand", {yes, b.value("shape", {op.operand(0)})}));
  }
  return success();
}

} // namespace fixcon
