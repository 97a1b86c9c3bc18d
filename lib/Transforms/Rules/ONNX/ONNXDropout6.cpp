// Dropout before opset 7 says by is_test whether it is the identity.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXDropout6(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  double ratio = b.take<double>("ratio", 0.5);
  if (!b.take<int64_t>("is_test", 0) && ratio != 0)
    return b.error() << "Dropout in training mode (is_test = 0) is random";
  b.result(0, b.value("identity", {op.operand(0)}));
  return success();
}

} // namespace fixcon
