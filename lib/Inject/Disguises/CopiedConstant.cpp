// Two readers of one constant get one each.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseCopiedConstant(EditSite &site) {
  for (unsigned i = 0; i < site.op.numOperands(); ++i) {
    Value *weight = site.op.operand(i);
    if (!weight || !weight->isWeight() || weight->uses().size() < 2)
      continue;
    site.op.setOperand(
        i, site.graph.addWeight(weight->tensor(), site.graph.uniqueName(weight->name() + "_own")));
    return weight->name() + " once more";
  }
  return {};
}

} // namespace fixcon
