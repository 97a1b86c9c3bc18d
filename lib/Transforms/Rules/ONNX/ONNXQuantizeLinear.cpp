// Where these ops number an element type, 0 stands for none and means what absence means.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXElementNumbers(Op &op, RuleBuilder &b);

LogicalResult ruleONNXQuantizeLinear(Op &op, RuleBuilder &b) {
  for (const char *name : {"output_dtype", "precision"})
    if (op.attrs().getOr(name, int64_t(1)) == 0)
      op.attrs().erase(name);
  return ruleONNXElementNumbers(op, b);
}

} // namespace fixcon
