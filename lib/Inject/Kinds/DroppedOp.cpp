// What reads the result of an op reads its operand, which has the same type.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantDroppedOp(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || x->isWeight() || site.op.numResults() < 1 || !site.areAlike(*x, *site.op.result()) ||
      site.isOf(Family::Movement))
    return {};
  site.replace(*x);
  return "the op is missing";
}

} // namespace fixcon
