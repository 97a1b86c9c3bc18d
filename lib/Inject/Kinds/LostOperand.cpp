// A mask, an initial state, lengths: the last operand is absent where the op allows that.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantLostOperand(EditSite &site) {
  unsigned last = site.op.numOperands();
  auto role = last ? site.roleOf(last - 1) : std::nullopt;
  if (!role || *role == Role::Bias || *role == Role::Weight || configures(*role) || !site.core())
    return {};
  for (unsigned i = 0; i < site.core()->numOperands(); ++i) {
    const Value *read = site.core()->operand(i);
    if (!read || read->name() != site.op.operand(last - 1)->name() ||
        !site.def()->operandDef(i)->optional)
      continue;
    std::vector<Value *> operands = site.op.operands();
    operands.pop_back();
    site.op.setOperands(operands);
    return "without operand " + std::to_string(last - 1);
  }
  return {};
}

} // namespace fixcon
