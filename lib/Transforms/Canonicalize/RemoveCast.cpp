// cast %x to the type it has               ->   %x
// cast(cast %x : u8 -> i32) : i32 -> f32   ->   cast %x : u8 -> f32
//
// The second only where the inner type holds every value of the first, so that nothing is lost on
// the way.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// Bits of precision and of range; what has more of both holds every value.
static bool holdsAll(DType inner, DType outer) {
  if (inner == DType::Bool)
    return isInteger(outer) || outer == DType::F32 || outer == DType::F64;
  bool wider = byteSize(outer) > byteSize(inner);
  if (isInteger(inner) && isInteger(outer))
    return wider && (classOf(inner) == classOf(outer) || classOf(outer) == DTypeClass::Signed);
  if (isInteger(inner))
    return wider && (outer == DType::F64 || (outer == DType::F32 && byteSize(inner) <= 2));
  bool plain = inner == DType::F16 || inner == DType::BF16 || inner == DType::F32;
  return plain && wider && (outer == DType::F64 || outer == DType::F32);
}

bool canonicalizeRemoveCast(Op &op) {
  const Type &from = op.operand(0)->type(), &to = op.result()->type();
  if (!from.isTensor() || !to.isTensor())
    return false;
  if (from.dtype() == to.dtype())
    return Rewriter(op).replaceRoot(op.operand(0));
  Op *inner = producer(op.operand(0), "cast");
  if (!inner || !inner->operand(0)->type().isTensor() ||
      !holdsAll(inner->operand(0)->type().dtype(), from.dtype()))
    return false;
  Rewriter b(op, {inner});
  return b.replaceRoot(b.value("cast", {inner->operand(0)}, op.attrs()));
}

} // namespace fixcon
