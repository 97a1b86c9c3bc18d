// Gelu spellings: Gelu, BiasGelu (with an addend) by erf; FastGelu (with an optional addend) by
// tanh.
//
//   com.microsoft.BiasGelu %x, %b   ->   gelu(add(%x, %b))
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftGelu(Op &op, RuleBuilder &b) {
  Value *x = op.operand(0);
  if (op.operand(1))
    x = b.value("add", {x, op.operand(1)});
  bool fast = op.type() == "FastGelu";
  return b.becomes("gelu", {x}, fast ? attrsOf({{"approximate", "tanh"}}) : AttrDict());
}

} // namespace fixcon
