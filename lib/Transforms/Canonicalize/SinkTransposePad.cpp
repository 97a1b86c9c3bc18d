// pad(transpose %x {p}, amounts)   ->   transpose(pad(%x, amounts in the order of %x)) {p}
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSinkTransposePad(Op &op) {
  Op *transpose = producer(op.operand(0), "transpose");
  auto perm = transpose ? permOf(*transpose) : std::nullopt;
  auto amounts = constantInts(op.operand(1));
  if (!perm || !amounts || op.operand(3) || amounts->size() != 2 * perm->size())
    return false;
  std::vector<int64_t> mapped(amounts->size());
  size_t rank = perm->size();
  for (size_t i = 0; i < rank; ++i) {
    auto to = static_cast<size_t>((*perm)[i]);
    mapped[to] = (*amounts)[i];
    mapped[to + rank] = (*amounts)[i + rank];
  }
  Rewriter b(op);
  Value *padded =
      b.value("pad",
              {transpose->operand(0),
               b.folded(Tensor::of<int64_t>({static_cast<int64_t>(mapped.size())}, mapped),
                        {op.operand(1)}),
               op.operand(2)},
              op.attrs());
  return b.replaceRoot(b.moved(transposed(b, padded, *perm), {transpose}));
}

} // namespace fixcon
