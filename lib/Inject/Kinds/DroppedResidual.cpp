// A sum of two computed values is one of them.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantDroppedResidual(EditSite &site) {
  const OpDef *def = site.def();
  Value *a = site.op.operand(0), *b = site.op.operand(1);
  if (!def || def->traits().sum != 1 || !a || !b || !a->definingOp() || !b->definingOp() ||
      site.constant(0) || site.constant(1) || !site.areAlike(*a, *b))
    return {};
  site.replace(site.random.chance(0.5) ? *a : *b);
  return "one addend alone";
}

} // namespace fixcon
