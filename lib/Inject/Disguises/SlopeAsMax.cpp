// leaky_relu(x)   ->   max(x, alpha x)   for 0 <= alpha <= 1
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseSlopeAsMax(EditSite &site) {
  if (!site.def() || site.def()->name() != "leaky_relu" || !site.isFloatTensor(0))
    return {};
  double alpha = *site.attribute("alpha").get<double>();
  if (alpha < 0 || alpha > 1)
    return {};
  Tensor slope = Tensor::scalar(alpha).converted(site.typeOf(*site.op.operand(0)).dtype());
  Value *v = site.emit("mul", {site.op.operand(0), slope}, {}, &site.op);
  v = v ? site.emit("max", {site.op.operand(0), v}, {}, &site.op) : nullptr;
  if (!v)
    return {};
  site.replace(*v);
  return "as a maximum";
}

} // namespace fixcon
