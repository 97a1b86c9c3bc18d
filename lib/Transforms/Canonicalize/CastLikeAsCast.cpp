// cast_like(%x, %y : f32[...])   ->   cast %x {to = "f32"}
//
// Of the second operand only the element type is asked.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeCastLikeAsCast(Op &op) {
  const Type &like = op.operand(1)->type();
  if (!like.isTensor())
    return false;
  AttrDict attrs = op.attrs();
  attrs.set("to", like.dtype());
  Rewriter b(op);
  return b.replaceRoot(b.value("cast", {op.operand(0)}, attrs));
}

} // namespace fixcon
