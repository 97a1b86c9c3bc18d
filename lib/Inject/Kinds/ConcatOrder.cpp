// Two operands of an op that takes any number and moves them all, exchanged.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantConcatOrder(EditSite &site) {
  const OpDef *def = site.def();
  bool joins = def && def->family() == Family::Movement && !def->operands().empty() &&
               def->operands().back().variadic;
  if (!joins || site.op.numOperands() < 2 || !site.isFloatTensor(0))
    return {};
  auto i = static_cast<unsigned>(site.random.below(site.op.numOperands() - 1));
  Value *first = site.op.operand(i), *second = site.op.operand(i + 1);
  if (first == second)
    return {};
  site.op.setOperand(i, second);
  site.op.setOperand(i + 1, first);
  return "operands " + std::to_string(i) + " and " + std::to_string(i + 1) + " exchanged";
}

} // namespace fixcon
