// add(%x, 0), sub(%x, 0), mul(%x, 1), div(%x, 1)   ->   %x
//
// for constants of one element that do not widen the result. A whole tensor of zeros stays: it may
// be a bias that lost its values.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeRemoveNeutral(Op &op) {
  const Tensor *c = constantOf(op.operand(1));
  auto rank = rankOf(op.operand(0));
  if (!c || c->size() != 1 || !rank || static_cast<int64_t>(c->rank()) > *rank)
    return false;
  if (constantScalar(op.operand(1)) != (traitsOf(op).product ? 1 : 0))
    return false;
  return Rewriter(op).replaceRoot(op.operand(0));
}

} // namespace fixcon
