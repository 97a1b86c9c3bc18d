// QLinearSoftmax: the softmax that ONNX had in opset `opset`, of what the operand stands for,
// quantised.
#include "Rules/Support/Quantized.h"
#include "Rules/Support/SoftmaxOfRows.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearSoftmax(Op &, RuleBuilder &b) {
  auto opset = b.take<int64_t>("opset");
  if (failed(b.needs({0, 1, 3})))
    return failure();
  if (!opset)
    return b.error() << "attribute 'opset' is missing";
  int64_t axis = b.take<int64_t>("axis", -1);
  Value *x = dequantized(b, 0);
  Value *y = *opset < 13 ? softmaxOfRows(b, "softmax", x, axis)
                         : b.value("softmax", {x}, attrsOf({{"axis", axis}}));
  return finishQuantized(b, y, b.in(3), b.in(4), b.in(0));
}

} // namespace fixcon
