// What reads the transposed value reads the value itself.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantLostTranspose(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || def->traits().permutation.empty() || !site.op.operand(0) ||
      site.op.operand(0)->isWeight())
    return {};
  site.replace(*site.op.operand(0));
  return "without the transposition";
}

} // namespace fixcon
