// The sizes of a tensor, in the dtype of the result.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteShape(Op &op, RuleBuilder &b) {
  b.ignore({"out_type"});
  b.result(0, asDeclared(b, op, 0, b.value("shape", {b.in(0)})));
  return success();
}

} // namespace fixcon
