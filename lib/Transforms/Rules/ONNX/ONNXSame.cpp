// Older versions that differ from the newest only in the types they allow, in where an input may
// lie (consumed_inputs), or in promising that shapes are equal where the newest broadcasts.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXSame(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  return b.becomes(b.coreName(), op.operands(), b.takeRest());
}

} // namespace fixcon
