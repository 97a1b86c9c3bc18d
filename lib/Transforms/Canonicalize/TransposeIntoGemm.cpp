// gemm(reshape(transpose %x {0, p}, [n, k]), %w)
//   -> gemm(reshape(%x, [n, k]), rows of %w permuted)
//
// Flattening another layout reads the same elements in another order; the rows of a constant matrix
// can stand in that order instead. The batch must stay in front.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeTransposeIntoGemm(Op &op) {
  Op *reshape = producer(op.operand(0), "reshape");
  Op *mover = reshape ? producer(reshape->operand(0), "transpose") : nullptr;
  auto perm = mover ? permOf(*mover) : std::nullopt;
  auto from = mover ? staticShape(mover->result()) : std::nullopt;
  auto flat = reshape ? staticShape(reshape->result()) : std::nullopt;
  const Tensor *w = constantOf(op.operand(1));
  if (!perm || !from || !flat || !w || w->rank() != 2 || flat->size() != 2 || (*perm)[0] != 0 ||
      (*flat)[0] != (*from)[0] || w->shape()[0] != (*flat)[1] || effectiveInt(op, "transA") ||
      effectiveInt(op, "transB") || w->size() == 0)
    return false;
  Shape rows(from->begin() + 1, from->end());
  rows.push_back(w->shape()[1]);
  Attribute::Ints inner;
  for (size_t i = 1; i < perm->size(); ++i)
    inner.push_back((*perm)[i] - 1);
  inner.push_back(static_cast<int64_t>(inner.size()));
  Tensor matrix = transpose(w->reshaped(rows), inverse(inner)).reshaped(w->shape());
  Rewriter b(op, {mover, reshape});
  Value *x = b.value("reshape", {mover->operand(0), b.ints(*flat)});
  return b.replaceRoot(
      b.value("gemm", {x, b.folded(matrix, {op.operand(1)}), op.operand(2)}, op.attrs()));
}

} // namespace fixcon
