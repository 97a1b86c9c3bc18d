// The axis is an operand: before a run it is checked if it is constant, and a run infers types
// again with the operands' values, so evalCumulative() may take a valid axis for granted.
#include "Cumulative.h"

namespace fixcon {

LogicalResult inferCumulative(InferContext &context) {
  const Type &x = context.type(0);
  const std::string &op = context.op().name();
  context.setResult(0, x);
  const Tensor *axis = context.value(1);
  if (!axis)
    return success();
  if (axis->size() != 1)
    return context.error(op + "_c1") << "axis is not one integer";
  if (x.isRanked() && !resolveAxis(axis->toInt(0), x.rank()))
    return context.error(op + "_c2")
           << "axis " << axis->toInt(0) << " is not an axis of " << x.str();
  return success();
}

} // namespace fixcon
