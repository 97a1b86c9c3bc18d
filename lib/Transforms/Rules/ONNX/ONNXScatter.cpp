// Scatter is the older name of ScatterElements.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXScatter(Op &op, RuleBuilder &b) {
  return b.becomes("scatter_elements", op.operands(), b.takeRest());
}

} // namespace fixcon
