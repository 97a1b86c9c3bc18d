// log(exp(x) + 1)   ->   softplus(x)
//
// Where exp(x) overflows, the spelt-out form is infinite and softplus is x: the op has the meaning
// that was meant.
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
