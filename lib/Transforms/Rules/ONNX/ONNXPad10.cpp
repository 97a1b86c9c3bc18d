// Pad with its amounts and its value as attributes (called `paddings` in opset 1).
//
//   onnx.Pad %x {pads = [..], value = 0.5, mode = "constant"}  ->  pad %x, [..], 0.5
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXPad10(Op &op, RuleBuilder &b) {
  auto pads = b.take<Attribute::Ints>(b.opset() < 2 ? "paddings" : "pads");
  if (!pads)
    return b.error() << "the amounts of padding are missing";
  double value = b.take<double>("value", 0);
  return b.becomes("pad", {op.operand(0), b.ints(*pads), b.scalarLike(b.in(0), value)},
                   b.takeRest());
}

} // namespace fixcon
