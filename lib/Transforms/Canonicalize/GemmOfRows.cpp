// gemm(reshape(%x : [a, b, k], [a * b, k]), %w, %c)
//   ->  reshape(add(mat_mul(%x, %w), %c), [a * b, n])        %w and %c constant
//
// The rows of a matrix are multiplied one by one, so it plays no part how many axes count them;
// optimisers flatten those of a product and unflatten them behind it. A reshape that only drops
// axes of size 1 between the first and the last stays: there the gemm is what takes in a
// normalisation.
#include "Canonicalize/Support/Linear.h"

namespace fixcon {

/// Whether `reshape` makes rows of all axes of its operand but the last, which has `size` elements.
static bool flattensRows(const Op &reshape, int64_t size) {
  const Type &from = reshape.operand(0)->type(), &to = reshape.result()->type();
  if (!from.isTensor() || !from.isRanked() || from.rank() < 3 || !to.isRanked() || to.rank() != 2)
    return false;
  bool onlyDropsOnes = !to.dim(0).isUnknown() && to.dim(0) == from.dim(0);
  return from.dim(from.rank() - 1) == Dim(size) && to.dim(1) == Dim(size) && !onlyDropsOnes;
}

bool canonicalizeGemmOfRows(Op &op) {
  Op *reshape = producer(op.operand(0), "reshape");
  auto form = linearForm(op);
  if (!reshape || !form || !flattensRows(*reshape, form->weight->shape()[0]))
    return false;
  Rewriter b(op, {reshape});
  Value *y = b.value("mat_mul", {reshape->operand(0), op.operand(1)});
  if (op.operand(2))
    y = b.value("add", {y, op.operand(2)});
  auto shape = staticShape(op.result());
  return b.replaceRoot(
      b.value("reshape", {y, b.ints(shape ? *shape : Shape{-1, form->channels.count})}));
}

} // namespace fixcon
