// concat(concat(%a, %b), %c)   ->   concat(%a, %b, %c)        along the same axis
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeFlattenConcats(Op &op) {
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    Op *inner = producer(op.operand(i), "concat");
    if (!inner || !hasOneUse(inner->result()) ||
        effectiveInt(*inner, "axis") != effectiveInt(op, "axis"))
      continue;
    std::vector<Value *> operands = op.operands();
    auto at = operands.erase(operands.begin() + i);
    operands.insert(at, inner->operands().begin(), inner->operands().end());
    Rewriter b(op, {inner});
    return b.replaceRoot(b.value("concat", operands, op.attrs()));
  }
  return false;
}

} // namespace fixcon
