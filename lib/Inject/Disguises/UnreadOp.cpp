// What is computed for nothing, as tracing leaves it.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseUnreadOp(EditSite &site) {
  Value *x = site.op.operand(0);
  return x && site.isFloatTensor(0) && site.emit("exp", {x}, {}, &site.op)
             ? "an op that nobody reads"
             : "";
}

} // namespace fixcon
