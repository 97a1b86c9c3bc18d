// PRelu before opset 7: one slope for all, or one for each channel (axis 1).
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXPRelu6(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  auto rank = b.rank(0), slopeRank = b.rank(1);
  Value *slope = op.operand(1);
  if (!rank || !slopeRank)
    return b.error() << "the rank of the operands is not known";
  bool perChannel = *slopeRank == 1 && !(slope->type().dim(0) == Dim(1)) && *rank > 2;
  if (perChannel) {
    std::vector<int64_t> axes;
    for (int64_t i = 1; i < *rank - 1; ++i)
      axes.push_back(i);
    slope = b.value("unsqueeze", {slope, b.ints(axes)});
  }
  return b.becomes(b.coreName(), {op.operand(0), slope});
}

} // namespace fixcon
