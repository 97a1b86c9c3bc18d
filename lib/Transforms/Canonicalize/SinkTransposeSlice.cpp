// slice(transpose %x {p}, starts, ends, axes)
//   -> transpose(slice(%x, starts, ends, p[axes])) {p}
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSinkTransposeSlice(Op &op) {
  Op *transpose = producer(op.operand(0), "transpose");
  auto perm = transpose ? permOf(*transpose) : std::nullopt;
  auto starts = constantInts(op.operand(1));
  if (!perm || !starts)
    return false;
  auto axes = constantInts(op.operand(3));
  if (op.operand(3) && !axes)
    return false;
  std::vector<int64_t> mapped;
  for (size_t i = 0; i < starts->size(); ++i)
    mapped.push_back(mappedAxis(*perm, axes ? (*axes)[i] : static_cast<int64_t>(i)));
  Rewriter b(op);
  Value *part =
      b.value("slice",
              {transpose->operand(0), op.operand(1), op.operand(2),
               b.folded(Tensor::of<int64_t>({static_cast<int64_t>(mapped.size())}, mapped),
                        {op.operand(3)}),
               op.operand(4)},
              op.attrs());
  return b.replaceRoot(b.moved(transposed(b, part, *perm), {transpose}));
}

} // namespace fixcon
