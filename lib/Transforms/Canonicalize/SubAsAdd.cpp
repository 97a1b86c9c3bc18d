// sub(%x, c)   ->   add(%x, -c)        c a float constant; negation is exact
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSubAsAdd(Op &op) {
  const Tensor *c = constantOf(op.operand(1));
  if (!c || !isFloat(c->dtype()))
    return false;
  std::vector<double> values = c->toDoubles();
  for (double &value : values)
    value = -value;
  Rewriter b(op);
  return b.replaceRoot(b.value(
      "add", {op.operand(0), b.folded(tensorOf(c->dtype(), c->shape(), values), {op.operand(1)})}));
}

} // namespace fixcon
