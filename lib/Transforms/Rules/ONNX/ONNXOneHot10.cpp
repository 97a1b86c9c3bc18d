// OneHot before opset 11 does not count from the end: a negative index names no position. It
// becomes one that lies outside of every depth.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXOneHot10(Op &op, RuleBuilder &b) {
  Value *index = b.cast(op.operand(0), DType::I64);
  Value *negative = b.value("less", {index, b.scalarLike(index, 0)});
  Value *outside = b.scalar(INT64_MIN);
  return b.becomes("one_hot",
                   {b.value("where", {negative, outside, index}), op.operand(1), op.operand(2)},
                   b.takeRest());
}

} // namespace fixcon
