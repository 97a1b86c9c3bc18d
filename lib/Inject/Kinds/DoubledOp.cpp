// An op of one operand and one result behind itself once more.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantDoubledOp(EditSite &site) {
  Value *x = site.op.operand(0), *y = site.op.numResults() ? site.op.result() : nullptr;
  if (!x || !y || !site.areAlike(*x, *y) || site.op.numRegions() || site.isOf(Family::Movement))
    return {};
  std::vector<Value *> operands = site.op.operands();
  operands[0] = y;
  Op *again = site.graph.createOp(site.op.name(), operands, site.op.attrs(), site.op.next());
  site.redirect(*again->addResult(y->type(), site.graph.uniqueName(y->name() + "_again")));
  return "the op twice";
}

} // namespace fixcon
