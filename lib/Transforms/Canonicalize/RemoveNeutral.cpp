// add(%x, 0), mul(%x, 1), div(%x, 1)   ->   %x
//
// for constants of one element that do not widen the result. A whole tensor of zeros stays: it may
// be a bias that lost its values.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeRemoveNeutral(Op &op) {
  const Tensor *c = constantOf(op.operand(1));
  if (!c || c->size() != 1 || classOf(c->dtype()) == DTypeClass::Complex || c->isString() ||
      !(op.operand(0)->type() == op.result()->type()))
    return false;
  for (const Dim &dim : op.result()->type().dims())
    if (!dim.isStatic())
      return false;
  double neutral = op.name() == "add" ? 0 : 1;
  for (double value : c->toDoubles())
    if (value != neutral)
      return false;
  return Rewriter(op).replaceRoot(op.operand(0));
}

} // namespace fixcon
