// div(1, x)               ->   reciprocal(x)
// mul(a, reciprocal(x))   ->   div(a, x)
//
// for floats; the second rounds once where the first spelling rounds twice.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

static bool quotient(Op &op, unsigned i) {
  Op *reciprocal = producer(op.operand(i), "reciprocal");
  if (!reciprocal)
    return false;
  Rewriter b(op, {reciprocal});
  return b.replaceRoot(b.value("div", {op.operand(1 - i), reciprocal->operand(0)}));
}

bool canonicalizeReciprocalForm(Op &op) {
  const Type &type = op.result()->type();
  if (!type.isTensor() || !isFloat(type.dtype()))
    return false;
  if (traitsOf(op).product == 1)
    return quotient(op, 1) || quotient(op, 0);
  if (constantScalar(op.operand(0)) != 1.0 || op.operand(1)->isWeight() ||
      !(type == op.operand(1)->type()))
    return false;
  Rewriter b(op);
  return b.replaceRoot(b.value("reciprocal", {op.operand(1)}));
}

} // namespace fixcon
