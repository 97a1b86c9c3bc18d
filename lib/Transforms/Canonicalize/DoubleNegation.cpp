// neg(neg %x)   ->   %x        exact, but for whole numbers that have no opposite, where both wrap
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeDoubleNegation(Op &op) {
  Op *inner = producer(op.operand(0), "neg");
  return inner && Rewriter(op, {inner}).replaceRoot(inner->operand(0));
}

} // namespace fixcon
