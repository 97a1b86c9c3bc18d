// hard_sigmoid(x)   ->   clip(alpha x + beta, 0, 1)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseSpelledHardSigmoid(EditSite &site) {
  if (!site.def() || site.def()->name() != "hard_sigmoid" || !site.isFloatTensor(0))
    return {};
  DType dtype = site.typeOf(*site.op.operand(0)).dtype();
  auto number = [&](double x) { return Tensor::scalar(x).converted(dtype); };
  Attribute alpha = site.attribute("alpha"), beta = site.attribute("beta");
  Value *v = site.emit("mul", {site.op.operand(0), number(*alpha.get<double>())}, {}, &site.op);
  v = v ? site.emit("add", {v, number(*beta.get<double>())}, {}, &site.op) : nullptr;
  v = v ? site.emit("clip", {v, number(0), number(1)}, {}, &site.op) : nullptr;
  if (!v)
    return {};
  site.replace(*v);
  return "as its formula";
}

} // namespace fixcon
