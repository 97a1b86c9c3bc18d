// x   ->   identity(x)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseInsertedIdentity(EditSite &site) {
  Value *x = site.op.operand(0);
  Value *same = x && site.isFloatTensor(0) ? site.emit("identity", {x}, {}, &site.op) : nullptr;
  if (!same)
    return {};
  site.op.setOperand(0, same);
  return "an identity";
}

} // namespace fixcon
