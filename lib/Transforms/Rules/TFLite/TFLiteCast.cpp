// The dtype of the result says what is meant, since the options may leave it out. A tensor that is dequantised and lies
// on no grid is one of narrow floats.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteCast(Op &op, RuleBuilder &b) {
  b.ignore({"in_data_type", "out_data_type"});
  const Type &to = op.result()->type();
  if (!to.isTensor())
    return b.error() << "the dtype of its result is not known";
  b.result(0, b.cast(b.in(0), to.dtype()));
  return success();
}

} // namespace fixcon
