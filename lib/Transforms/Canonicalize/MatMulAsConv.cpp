// mat_mul(%x : [n, h, w, c], %w : [c, o])   ->
//   transpose(conv(transpose(%x) {[0, 3, 1, 2]}, %w as [o, c, 1, 1])) {[0, 2, 3, 1]}
//
// A product of an image whose channels lie last with a constant matrix is a 1x1 convolution: the same
// sum for every place. The transposes then run on to their inverses.
#include "Canonicalize/Support/Permutation.h"

namespace fixcon {

bool canonicalizeMatMulAsConv(Op &op) {
  const Tensor *w = constantOf(op.operand(1));
  if (rankOf(op.operand(0)) != 4 || !w || w->rank() != 2 || w->size() == 0 || !isFloat(w->dtype()))
    return false;
  Shape filter{w->shape()[1], w->shape()[0], 1, 1};
  Rewriter b(op);
  Value *filters = b.folded(transpose(*w, Permutation{1, 0}).reshaped(filter), {op.operand(1)});
  Value *sums = b.value("conv", {transposed(b, op.operand(0), {0, 3, 1, 2}), filters});
  return b.replaceRoot(transposed(b, sums, {0, 2, 3, 1}));
}

} // namespace fixcon
