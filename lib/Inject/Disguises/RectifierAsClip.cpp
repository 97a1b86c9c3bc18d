// relu(x)   ->   clip(x, 0)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseRectifierAsClip(EditSite &site) {
  if (!site.isRectifier())
    return {};
  Tensor zero = Tensor::scalar(0.0).converted(site.typeOf(*site.op.operand(0)).dtype());
  Value *y = site.emit("clip", {site.op.operand(0), zero}, {}, &site.op);
  if (!y)
    return {};
  site.replace(*y);
  return "as an interval";
}

} // namespace fixcon
