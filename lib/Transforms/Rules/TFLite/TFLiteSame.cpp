// Operators without options that are one core op, operand by operand.
#include "fixcon/Transforms/MainCore.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <cassert>

namespace fixcon {

LogicalResult ruleTFLiteSame(Op &op, RuleBuilder &b) {
  const OpDef *core = mainCoreOf(op);
  assert(core && "a line of Rules.def without one of MainCore.def");
  return b.becomes(core->name(), op.operands());
}

} // namespace fixcon
