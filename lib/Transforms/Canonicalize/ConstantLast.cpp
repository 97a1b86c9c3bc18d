// add(%c, %x)   ->   add(%x, %c)        %c constant
//
// for ops that their definition calls commutative.
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeConstantLast(Op &op) {
  const OpDef *def = opDef(op);
  if (!def || !def->isCommutative() || op.numOperands() != 2)
    return false;
  if (!op.operand(0)->isWeight() || op.operand(1)->isWeight())
    return false;
  op.setOperands({op.operand(1), op.operand(0)});
  return true;
}

} // namespace fixcon
