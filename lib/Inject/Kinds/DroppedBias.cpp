// An optional bias is absent: a folding that forgot it.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantDroppedBias(EditSite &site) {
  for (unsigned i = 0; i < site.op.numOperands(); ++i) {
    auto elements = site.roleOf(i) == Role::Bias ? site.constant(i) : std::nullopt;
    if (!elements || site.op.numOperands() != i + 1)
      continue;
    std::string name = site.op.operand(i)->name();
    std::vector<Value *> operands = site.op.operands();
    operands.pop_back();
    site.op.setOperands(operands);
    return "without the bias " + name;
  }
  return {};
}

} // namespace fixcon
