// Axes of 1 come and go; a squeeze that names none takes all.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteExpandDims(Op &op, RuleBuilder &b) {
  if (op.type() == "SQUEEZE") {
    auto axes = b.take<Attribute::Ints>("squeeze_dims", {});
    std::vector<Value *> operands = {b.in(0)};
    if (!axes.empty())
      operands.push_back(b.ints(axes));
    return b.becomes("squeeze", operands);
  }
  auto axis = constantInts(b, 1, "the axis");
  if (!axis)
    return failure();
  b.result(0, b.value("unsqueeze", {b.in(0), b.ints(*axis)}));
  return success();
}

} // namespace fixcon
