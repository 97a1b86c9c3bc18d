// reciprocal(exp(-x) + 1)   ->   sigmoid(x)
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSigmoidForm(Op &op) {
  Op *sum = producer(op.operand(0), "add");
  Op *exp = sum ? producer(sum->operand(0), "exp") : nullptr;
  Op *neg = exp ? producer(exp->operand(0), "neg") : nullptr;
  if (!neg || constantScalar(sum->operand(1)) != 1.0 ||
      !(op.result()->type() == neg->operand(0)->type()))
    return false;
  Rewriter b(op, {neg, exp, sum});
  return b.replaceRoot(b.value("sigmoid", {neg->operand(0)}));
}

} // namespace fixcon
