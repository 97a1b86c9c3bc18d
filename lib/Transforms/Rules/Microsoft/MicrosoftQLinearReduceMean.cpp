// QLinearReduceMean: the mean over axes of what the operand stands for, quantised.
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearReduceMean(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 3})))
    return failure();
  auto axes = b.take<Attribute::Ints>("axes", {});
  Value *y = b.value("reduce_mean", {dequantized(b, 0), b.ints(axes)}, b.takeRest());
  return finishQuantized(b, y, b.in(3), b.in(4), b.in(0));
}

} // namespace fixcon
