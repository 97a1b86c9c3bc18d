// FastGelu: gelu by tanh, of a sum if there is an addend.
//
//   com.microsoft.FastGelu %x, %b   ->   gelu(add(%x, %b)) {approximate = "tanh"}
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftFastGelu(Op &op, RuleBuilder &b) {
  Value *x = op.operand(0);
  if (op.operand(1))
    x = b.value("add", {x, op.operand(1)});
  return b.becomes("gelu", {x}, attrsOf({{"approximate", "tanh"}}));
}

} // namespace fixcon
