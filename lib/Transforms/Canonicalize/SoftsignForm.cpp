// x / (|x| + 1)   ->   softsign(x)
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSoftsignForm(Op &op) {
  Value *x = op.operand(0);
  Op *sum = producer(op.operand(1), "add");
  Op *abs = sum ? producer(sum->operand(0), "abs") : nullptr;
  if (!abs || abs->operand(0) != x || constantScalar(sum->operand(1)) != 1.0 ||
      !(op.result()->type() == x->type()))
    return false;
  Rewriter b(op, {abs, sum});
  return b.replaceRoot(b.value("softsign", {x}));
}

} // namespace fixcon
