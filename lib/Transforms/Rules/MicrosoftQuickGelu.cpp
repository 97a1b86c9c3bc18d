// QuickGelu: x * sigmoid(alpha * x).
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftQuickGelu(Op &op, RuleBuilder &b) {
  Value *x = op.operand(0);
  double alpha = b.take<double>("alpha", double(1.702f));
  Value *gate = b.value("sigmoid", {b.value("mul", {x, b.scalarLike(x, alpha)})});
  return b.becomes("mul", {x, gate});
}

} // namespace fixcon
