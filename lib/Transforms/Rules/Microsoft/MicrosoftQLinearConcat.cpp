// QLinearConcat: what the operands stand for, one behind the other, quantised. The scale and the
// zero point of the result come first, then each tensor with its own.
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearConcat(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  if (op.numOperands() < 5 || op.numOperands() % 3 != 2)
    return b.error() << "operands are not a scale, a zero point and triples of tensor, scale and "
                        "zero point";
  std::vector<Value *> parts;
  for (unsigned i = 2; i < op.numOperands(); i += 3) {
    if (failed(b.needs({i, i + 1, i + 2})))
      return failure();
    parts.push_back(dequantized(b, i));
  }
  Value *y = b.value("concat", std::move(parts), b.takeRest());
  return finishQuantized(b, y, b.in(0), b.in(1), b.in(2));
}

} // namespace fixcon
