// Reshape with the shape as an attribute.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXReshape4(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  auto shape = b.take<Attribute::Ints>("shape");
  if (!shape)
    return b.error() << "the shape is missing";
  return b.becomes("reshape", {op.operand(0), b.ints(*shape)});
}

} // namespace fixcon
