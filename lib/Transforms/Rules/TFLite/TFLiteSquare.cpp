// Operators of one or two operands that a few core ops spell out.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteSquare(Op &op, RuleBuilder &b) {
  Value *x = b.in(0);
  if (op.type() == "SQUARED_DIFFERENCE")
    x = b.value("sub", {x, b.in(1)});
  if (op.type() == "RSQRT")
    b.result(0, b.value("reciprocal", {b.value("sqrt", {x})}));
  else if (op.type() == "ZEROS_LIKE")
    b.result(0, b.filledLike(0, x, x));
  else if (op.type() == "RANK") {
    auto rank = knownRank(b, 0);
    if (!rank)
      return failure();
    b.result(0, b.constant(Tensor::scalar(static_cast<int32_t>(*rank))));
  } else
    b.result(0, b.value("mul", {x, x}));
  return success();
}

} // namespace fixcon
