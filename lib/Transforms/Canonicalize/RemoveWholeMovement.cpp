// expand %x to the shape it has; slice all of %x with steps 1; tile once; concat %x alone   ->   %x
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizeRemoveWholeMovement(Op &op) {
  const Type &from = op.operand(0)->type(), &to = op.result()->type();
  if (!from.isTensor() || !from.isStatic() || !(from == to))
    return false;
  // A slice of all elements may still reverse them.
  auto steps = constantInts(op.operand(4));
  bool forward = !op.operand(4) || (steps && std::all_of(steps->begin(), steps->end(),
                                                         [](int64_t s) { return s > 0; }));
  if ((op.name() == "slice" && !forward) || (op.name() == "concat" && op.numOperands() != 1))
    return false;
  return Rewriter(op).replaceRoot(op.operand(0));
}

} // namespace fixcon
