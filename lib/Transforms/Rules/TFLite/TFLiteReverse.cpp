// A slice that runs backwards along each axis.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteReverse(Op &, RuleBuilder &b) {
  auto axes = constantInts(b, 1, "the axes");
  if (!axes)
    return failure();
  size_t n = axes->size();
  b.result(0, b.value("slice", {b.in(0), b.ints(std::vector<int64_t>(n, INT32_MAX)),
                                b.ints(std::vector<int64_t>(n, -INT32_MAX)), b.ints(*axes),
                                b.ints(std::vector<int64_t>(n, -1))}));
  return success();
}

} // namespace fixcon
