// mat_mul(%x : [m, k], %w : [k, n])   ->   gemm(%x, %w)        %w constant
//
// The same sum of products; a gemm can take a bias.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeMatMulAsGemm(Op &op) {
  const Tensor *w = constantOf(op.operand(1));
  if (!w || w->rank() != 2 || rankOf(op.operand(0)) != 2 || !isFloat(w->dtype()))
    return false;
  Rewriter b(op);
  return b.replaceRoot(b.value("gemm", op.operands()));
}

} // namespace fixcon
