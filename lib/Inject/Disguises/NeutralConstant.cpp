// x   ->   x + 0,   x   ->   x * 1
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseNeutralConstant(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || x->isWeight() || !site.isFloatTensor(0))
    return {};
  bool sum = site.random.chance(0.5);
  Tensor number = Tensor::scalar(sum ? 0.0 : 1.0).converted(site.typeOf(*x).dtype());
  Value *same = site.emit(sum ? "add" : "mul", {x, number}, {}, &site.op);
  if (!same)
    return {};
  site.op.setOperand(0, same);
  return sum ? "plus zero" : "times one";
}

} // namespace fixcon
