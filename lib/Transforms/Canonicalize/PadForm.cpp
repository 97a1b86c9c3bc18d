// pad(%x : rank 4, [1, 2], 0, axes [-1])   ->   pad(%x, [0,0,0,1, 0,0,0,2])
//
// Amounts for all axes instead of some; a value of 0 is what its absence means.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizePadForm(Op &op) {
  auto rank = rankOf(op.operand(0));
  auto amounts = constantInts(op.operand(1)), axes = constantInts(op.operand(3));
  bool zero = op.operand(2) && constantScalar(op.operand(2)) == 0.0;
  if (!rank || !amounts || (op.operand(3) && !axes) || (!axes && !zero))
    return false;
  std::vector<int64_t> all = *amounts;
  if (axes) {
    if (amounts->size() != 2 * axes->size())
      return false;
    all.assign(static_cast<size_t>(2 * *rank), 0);
    for (size_t i = 0; i < axes->size(); ++i) {
      int64_t axis = (*axes)[i] < 0 ? (*axes)[i] + *rank : (*axes)[i];
      if (axis < 0 || axis >= *rank)
        return false;
      all[static_cast<size_t>(axis)] = (*amounts)[i];
      all[static_cast<size_t>(axis + *rank)] = (*amounts)[i + axes->size()];
    }
  }
  Rewriter b(op);
  Value *list = b.folded(Tensor::of<int64_t>({2 * *rank}, all), {op.operand(1), op.operand(3)});
  return b.replaceRoot(
      b.value("pad", {op.operand(0), list, zero ? nullptr : op.operand(2)}, op.attrs()));
}

} // namespace fixcon
