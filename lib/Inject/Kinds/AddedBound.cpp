// An upper bound where there is none: a function of positive numbers becomes one of an interval.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantAddedBound(EditSite &site) {
  if (!site.isRectifier())
    return {};
  DType dtype = site.typeOf(*site.op.operand(0)).dtype();
  auto number = [&](double x) { return Tensor::scalar(x).converted(dtype); };
  Value *bounded =
      site.emit("clip", {site.op.operand(0), number(0), number(2 * site.severity)}, {}, &site.op);
  if (!bounded)
    return {};
  site.replace(*bounded);
  return "limited to " + std::to_string(2 * site.severity);
}

} // namespace fixcon
