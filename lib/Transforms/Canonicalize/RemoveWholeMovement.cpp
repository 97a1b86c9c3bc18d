// expand %x to the shape it has, tile it once, concat %x alone   ->   %x
//
// for ops whose definition says that a result of the operand's shape is the operand.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeRemoveWholeMovement(Op &op) {
  const Type &from = op.operand(0)->type(), &to = op.result()->type();
  if (!from.isTensor() || !from.isStatic() || !(from == to))
    return false;
  return Rewriter(op).replaceRoot(op.operand(0));
}

} // namespace fixcon
