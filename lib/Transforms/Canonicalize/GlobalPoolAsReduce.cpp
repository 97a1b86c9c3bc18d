// global_average_pool %x : [n, c, h, w]   ->   reduce_mean(%x, [2, 3])
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeGlobalPoolAsReduce(Op &op) {
  auto rank = rankOf(op.operand(0));
  if (!rank || *rank < 3)
    return false;
  std::vector<int64_t> axes;
  for (int64_t i = 2; i < *rank; ++i)
    axes.push_back(i);
  Rewriter b(op);
  return b.replaceRoot(
      b.value(std::string(traitsOf(op).spatialReduction), {op.operand(0), b.ints(axes)}));
}

} // namespace fixcon
