// Concat before opset 4 joins along axis 1 unless it says otherwise.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXConcat3(Op &op, RuleBuilder &b) {
  return b.becomes("concat", op.operands(), attrsOf({{"axis", b.take<int64_t>("axis", 1)}}));
}

} // namespace fixcon
