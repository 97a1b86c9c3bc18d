// log(exp(x) + 1)   ->   softplus(x)
//
// The left side is the definition of softplus in the ONNX operator reference. A runtime that spells
// it out is infinite from where exp overflows, where the op, computed as max(x, 0) +
// log1p(exp(-|x|)), is x: that is how the two are computed, not what they mean.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSoftplusForm(Op &op) {
  Op *sum = producer(op.operand(0), "add");
  Op *exp = sum ? producer(sum->operand(0), "exp") : nullptr;
  if (!exp || constantScalar(sum->operand(1)) != 1.0 ||
      !(op.result()->type() == exp->operand(0)->type()))
    return false;
  Rewriter b(op, {exp, sum});
  return b.replaceRoot(b.value("softplus", {exp->operand(0)}));
}

} // namespace fixcon
