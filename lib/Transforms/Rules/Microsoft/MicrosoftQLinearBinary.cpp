// QLinearAdd and QLinearMul: the op on what the operands stand for, quantised.
//
//   com.microsoft.QLinearAdd %a, %as, %az, %b, %bs, %bz, %cs, %cz
//   ->  quantize_linear(add(dequantize_linear(%a, %as, %az), dequantize_linear(%b, ...)), %cs, %cz)
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearBinary(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 3, 4, 6})))
    return failure();
  Value *left = dequantized(b, 0), *right = dequantized(b, 3);
  Value *y = b.value(op.type() == "QLinearAdd" ? "add" : "mul", {left, right});
  return finishQuantized(b, y, b.in(6), b.in(7), b.in(0), Rounds::Shifted);
}

} // namespace fixcon
