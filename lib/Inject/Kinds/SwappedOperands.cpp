// The two operands of an op that does not commute, exchanged where their types allow it.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantSwappedOperands(EditSite &site) {
  const OpDef *def = site.def();
  Value *a = site.op.operand(0), *b = site.op.operand(1);
  bool isBinary = def && def->operands().size() == 2 && !def->isCommutative() &&
                  def->family() != Family::Movement;
  if (!isBinary || !a || !b || a == b || !site.isFloatTensor(0) || !site.isFloatTensor(1))
    return {};
  site.op.setOperand(0, b);
  site.op.setOperand(1, a);
  return "operands 0 and 1 exchanged";
}

} // namespace fixcon
