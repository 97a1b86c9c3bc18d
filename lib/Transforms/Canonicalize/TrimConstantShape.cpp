// add(%x : [1, 8, 4, 4], c : [1, 8, 1, 1])   ->   add(%x, c : [8, 1, 1])
//
// Leading dims of size 1 of a constant say nothing if the other operand has as many dims.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeTrimConstantShape(Op &op) {
  const Tensor *c = op.numOperands() == 2 ? constantOf(op.operand(1)) : nullptr;
  auto rank = c ? rankOf(op.operand(0)) : std::nullopt;
  if (!rank || c->rank() == 0 || c->shape()[0] != 1 || *rank < static_cast<int64_t>(c->rank()))
    return false;
  Shape shape = c->shape();
  while (!shape.empty() && shape[0] == 1)
    shape.erase(shape.begin());
  Rewriter b(op);
  Value *lean = b.folded(c->reshaped(shape), {op.operand(1)});
  return b.replaceRoot(b.value(op.name(), {op.operand(0), lean}, op.attrs()));
}

} // namespace fixcon
