// max(x, a * x)   ->   leaky_relu(x) {alpha = a}        0 < a < 1
//
// The smaller slope gives the larger number exactly where x is negative.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeLeakyReluForm(Op &op) {
  for (unsigned i = 0; op.numOperands() == 2 && i < 2; ++i) {
    Value *x = op.operand(i);
    const Op *product = producer(op.operand(1 - i), "mul");
    auto alpha =
        product && product->operand(0) == x ? constantScalar(product->operand(1)) : std::nullopt;
    if (!alpha || *alpha <= 0 || *alpha >= 1 || !isFloat(x->type().dtype()) ||
        product->result()->type() != x->type())
      continue;
    Rewriter b(op, {product});
    return b.replaceRoot(b.value("leaky_relu", {x}, attrsOf({{"alpha", *alpha}})));
  }
  return false;
}

} // namespace fixcon
