// Squeeze and Unsqueeze with their axes as an attribute.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXSqueeze12(Op &op, RuleBuilder &b) {
  auto axes = b.take<Attribute::Ints>("axes");
  return b.becomes(b.coreName(), {op.operand(0), axes ? b.ints(*axes) : nullptr});
}

} // namespace fixcon
