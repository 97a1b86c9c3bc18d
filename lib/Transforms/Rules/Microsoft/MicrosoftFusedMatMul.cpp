// FusedMatMul: alpha * op(A) * op(B), where op may swap the last two axes, or move the first axis
// behind all but the last (transBatch).
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static Attribute::Ints permutation(int64_t rank, bool transposed, bool batch) {
  Attribute::Ints perm;
  for (int64_t i = batch ? 1 : 0; i < rank - 1; ++i)
    perm.push_back(i);
  if (batch)
    perm.push_back(0);
  perm.push_back(rank - 1);
  if (transposed)
    std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
  return perm;
}

LogicalResult ruleMicrosoftFusedMatMul(Op &op, RuleBuilder &b) {
  double alpha = b.take<double>("alpha", 1);
  bool transposed[] = {b.take<int64_t>("transA", 0) != 0, b.take<int64_t>("transB", 0) != 0};
  bool batch[] = {b.take<int64_t>("transBatchA", 0) != 0, b.take<int64_t>("transBatchB", 0) != 0};
  Value *sides[2];
  for (unsigned i = 0; i < 2; ++i) {
    sides[i] = op.operand(i);
    if (!transposed[i] && !batch[i])
      continue;
    auto rank = b.rank(i);
    if (!rank)
      return b.error() << "the rank of operand " << i << " is not known";
    if (*rank >= 2)
      sides[i] = b.value("transpose", {sides[i]},
                         attrsOf({{"perm", permutation(*rank, transposed[i], batch[i])}}));
  }
  Value *product = b.value("mat_mul", {sides[0], sides[1]});
  b.result(0, alpha == 1 ? product : b.value("mul", {product, b.scalarLike(product, alpha)}));
  return success();
}

} // namespace fixcon
