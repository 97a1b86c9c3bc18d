// A matrix product, each side of it transposed if it is to be.
#include "Rules/Support/ConstantOperand.h"

#include <utility>

namespace fixcon {

static Value *transposedIf(RuleBuilder &b, unsigned i, bool wanted) {
  auto rank = wanted ? knownRank(b, i) : std::optional<int64_t>(2);
  if (!rank || *rank < 2)
    return nullptr;
  if (!wanted)
    return b.in(i);
  Attribute::Ints order = firstAxes(*rank);
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  return b.value("transpose", {b.in(i)}, attrsOf({{"perm", order}}));
}

LogicalResult ruleTFLiteBatchMatMul(Op &, RuleBuilder &b) {
  b.ignore({"asymmetric_quantize_inputs"});
  bool x = b.take("adj_x", false), y = b.take("adj_y", false);
  Value *left = transposedIf(b, 0, x), *right = transposedIf(b, 1, y);
  if (!left || !right)
    return failure();
  b.result(0, b.value("mat_mul", {left, right}));
  return success();
}

} // namespace fixcon
