// x * tanh(softplus(x))   ->   mish(x)
#include "Terms.h"

namespace fixcon {

bool canonicalizeMishForm(Op &op) {
  for (const Gated &gated : gatesOf(op.result())) {
    Op *tanh = producer(gated.gate, "tanh");
    Op *softplus = tanh ? producer(tanh->operand(0), "softplus") : nullptr;
    if (!softplus || softplus->operand(0) != gated.x || gated.coefficient != 1)
      continue;
    Rewriter b(op, opsBetween(gated.x, op));
    return b.replaceRoot(b.value("mish", {gated.x}));
  }
  return false;
}

} // namespace fixcon
