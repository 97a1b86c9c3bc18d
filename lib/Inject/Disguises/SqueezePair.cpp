// x   ->   squeeze(unsqueeze(x))
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseSqueezePair(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || x->isWeight() || !site.isFloatTensor(0))
    return {};
  Tensor axis = Tensor::of<int64_t>(
      {1}, {site.random.between(0, static_cast<int64_t>(site.typeOf(*x).rank()))});
  Value *wider = site.emit("unsqueeze", {x, axis}, {}, &site.op);
  Value *same = wider ? site.emit("squeeze", {wider, axis}, {}, &site.op) : nullptr;
  if (!same)
    return {};
  site.op.setOperand(0, same);
  return "an axis added and removed";
}

} // namespace fixcon
