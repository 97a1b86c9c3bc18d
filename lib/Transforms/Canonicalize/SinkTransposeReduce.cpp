// reduce_mean(transpose %x {perm = [0, 2, 3, 1]}, [1, 2])
//   -> transpose(reduce_mean(%x, [2, 3])) {perm = [0, 2, 3, 1]}
//
// Axis i of the transposed operand is axis perm[i] of %x; kept dims keep the permutation.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizeSinkTransposeReduce(Op &op) {
  Op *transpose = producer(op.operand(0), "transpose");
  auto perm = transpose ? permOf(*transpose) : std::nullopt;
  auto axes = constantInts(op.operand(1));
  if (!perm || !axes || axes->empty() || effectiveInt(op, "keepdims") != 1)
    return false;
  std::vector<int64_t> mapped;
  for (int64_t axis : *axes)
    mapped.push_back(mappedAxis(*perm, axis));
  std::sort(mapped.begin(), mapped.end());
  Rewriter b(op);
  Value *reduced =
      b.value(op.name(),
              {transpose->operand(0),
               b.folded(Tensor::of<int64_t>({static_cast<int64_t>(mapped.size())}, mapped),
                        {op.operand(1)})},
              op.attrs());
  return b.replaceRoot(b.moved(transposed(b, reduced, *perm), {transpose}));
}

} // namespace fixcon
