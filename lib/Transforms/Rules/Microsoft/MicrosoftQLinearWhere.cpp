// QLinearWhere: a choice between what two operands stand for, quantised.
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearWhere(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2, 4, 5, 7})))
    return failure();
  Value *x = dequantized(b, 1), *y = dequantized(b, 4);
  return finishQuantized(b, b.value("where", {b.in(0), x, y}), b.in(7), b.in(8), b.in(1));
}

} // namespace fixcon
