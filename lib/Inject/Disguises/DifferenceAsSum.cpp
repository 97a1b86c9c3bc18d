// a - b   ->   a + (-b)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseDifferenceAsSum(EditSite &site) {
  if (!site.def() || site.def()->traits().sum != -1 || !site.isFloatTensor(1))
    return {};
  Value *v = site.emit("neg", {site.op.operand(1)}, {}, &site.op);
  v = v ? site.emit("add", {site.op.operand(0), v}, {}, &site.op) : nullptr;
  if (!v)
    return {};
  site.replace(*v);
  return "as a sum";
}

} // namespace fixcon
