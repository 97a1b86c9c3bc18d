// a + b   ->   b + a
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseCommutedOperands(EditSite &site) {
  if (!site.def() || !site.def()->isCommutative() || site.op.numOperands() != 2)
    return {};
  site.op.setOperands({site.op.operand(1), site.op.operand(0)});
  return "operands";
}

} // namespace fixcon
