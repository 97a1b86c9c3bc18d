// sigmoid(x)   ->   1 / (1 + exp(-x))
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseSpelledSigmoid(EditSite &site) {
  if (!site.def() || site.def()->name() != "sigmoid" || !site.isFloatTensor(0))
    return {};
  Tensor one = Tensor::scalar(1.0).converted(site.typeOf(*site.op.operand(0)).dtype());
  Value *v = site.emit("neg", {site.op.operand(0)}, {}, &site.op);
  v = v ? site.emit("exp", {v}, {}, &site.op) : nullptr;
  v = v ? site.emit("add", {v, one}, {}, &site.op) : nullptr;
  v = v ? site.emit("div", {one, v}, {}, &site.op) : nullptr;
  if (!v)
    return {};
  site.replace(*v);
  return "as its formula";
}

} // namespace fixcon
