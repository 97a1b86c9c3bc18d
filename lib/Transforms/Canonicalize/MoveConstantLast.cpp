// add(%c, %x)   ->   add(%x, %c)        %c constant
//
// for ops that their definition calls commutative.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeMoveConstantLast(Op &op) {
  if (op.numOperands() != 2 || !op.operand(0)->isWeight() || op.operand(1)->isWeight())
    return false;
  op.setOperands({op.operand(1), op.operand(0)});
  return true;
}

} // namespace fixcon
