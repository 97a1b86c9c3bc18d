// QLinearSigmoid and QLinearLeakyRelu: the activation of what the operand stands for, quantised.
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearActivation(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 3})))
    return failure();
  Value *y = dequantized(b, 0);
  if (op.type() == "QLinearSigmoid")
    y = b.value("sigmoid", {y});
  else
    y = b.value("leaky_relu", {y}, attrsOf({{"alpha", b.take<double>("alpha", double(0.01f))}}));
  return finishQuantized(b, y, b.in(3), b.in(4), b.in(0));
}

} // namespace fixcon
