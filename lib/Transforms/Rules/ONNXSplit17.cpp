// Split before opset 18: sizes as an attribute (before 13) or an operand; without them the parts
// are equal, as many as there are results.
//
//   onnx.Split %x {axis = 1, split = [2, 4]}   ->   split %x, [2, 4] {axis = 1}
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXSplit17(Op &op, RuleBuilder &b) {
  auto sizes = b.take<Attribute::Ints>("split");
  Value *parts = sizes ? b.ints(*sizes) : op.operand(1);
  AttrDict attrs = attrsOf({{"axis", b.take<int64_t>("axis", 0)}});
  if (!parts)
    attrs.set("num_outputs", static_cast<int64_t>(op.numResults()));
  return b.becomes("split", {op.operand(0), parts}, std::move(attrs));
}

} // namespace fixcon
