// sum(%a, %b, %c)   ->   add(add(%a, %b), %c)
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSumAsAdd(Op &op) {
  Rewriter b(op);
  Value *total = op.operand(0);
  for (unsigned i = 1; i < op.numOperands(); ++i)
    total = b.value("add", {total, op.operand(i)});
  return b.replaceRoot(total);
}

} // namespace fixcon
