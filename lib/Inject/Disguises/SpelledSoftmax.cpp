// softmax(x)   ->   exp(x - max(x)) / sum(exp(x - max(x)))
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseSpelledSoftmax(EditSite &site) {
  if (!site.def() || site.def()->name() != "softmax" || !site.isFloatTensor(0))
    return {};
  Tensor axes = Tensor::of<int64_t>({1}, {*site.attribute("axis").get<int64_t>()});
  Value *x = site.op.operand(0);
  Value *most = site.emit("reduce_max", {x, axes}, {}, &site.op);
  Value *v = most ? site.emit("sub", {x, most}, {}, &site.op) : nullptr;
  Value *powers = v ? site.emit("exp", {v}, {}, &site.op) : nullptr;
  Value *sum = powers ? site.emit("reduce_sum", {powers, axes}, {}, &site.op) : nullptr;
  v = sum ? site.emit("div", {powers, sum}, {}, &site.op) : nullptr;
  if (!v)
    return {};
  site.replace(*v);
  return "as its formula";
}

} // namespace fixcon
