// Resize from opset 11 on: an empty roi, scales or sizes means that there is none.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static bool isEmpty(const Type &type) {
  return type.isTensor() && type.isRanked() && type.rank() == 1 && type.dim(0) == Dim(0);
}

LogicalResult ruleONNXResize(Op &op, RuleBuilder &b) {
  std::vector<Value *> operands = op.operands();
  for (unsigned i = 1; i < operands.size(); ++i)
    if (operands[i] && isEmpty(operands[i]->type()))
      operands[i] = nullptr;
  return b.becomes("resize", operands, b.takeRest());
}

} // namespace fixcon
