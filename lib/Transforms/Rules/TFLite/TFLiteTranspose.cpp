// The order of axes is an operand here and an attribute of the core op.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteTranspose(Op &, RuleBuilder &b) {
  auto order = constantInts(b, 1, "the order of axes");
  return order ? b.becomes("transpose", {b.in(0)}, attrsOf({{"perm", *order}})) : failure();
}

} // namespace fixcon
