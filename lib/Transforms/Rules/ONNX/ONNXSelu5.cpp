// Selu before opset 6 has shorter default constants.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXSelu5(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  double alpha = b.take<double>("alpha", double(1.6732f));
  double gamma = b.take<double>("gamma", double(1.0507f));
  return b.becomes("selu", op.operands(), attrsOf({{"alpha", alpha}, {"gamma", gamma}}));
}

} // namespace fixcon
