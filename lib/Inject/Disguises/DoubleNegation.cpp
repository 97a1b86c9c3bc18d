// x   ->   -(-x)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseDoubleNegation(EditSite &site) {
  Value *x = site.op.operand(0);
  Value *negated =
      x && !x->isWeight() && site.isFloatTensor(0) ? site.emit("neg", {x}, {}, &site.op) : nullptr;
  Value *same = negated ? site.emit("neg", {negated}, {}, &site.op) : nullptr;
  if (!same)
    return {};
  site.op.setOperand(0, same);
  return "two negations";
}

} // namespace fixcon
