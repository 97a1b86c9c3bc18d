// TopK with k as an attribute: the largest, sorted.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXTopK9(Op &op, RuleBuilder &b) {
  auto k = b.take<int64_t>("k");
  if (!k)
    return b.error() << "k is missing";
  return b.becomes("top_k", {op.operand(0), b.ints({*k})}, b.takeRest());
}

} // namespace fixcon
