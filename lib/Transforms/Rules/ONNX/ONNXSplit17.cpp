// Split before opset 18: sizes as an attribute (before 13) or an operand; without them the parts
// are equal, as many as there are results. Results at the end that nobody reads may be missing.
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
  std::vector<bool> present;
  for (unsigned i = 0; i < op.numResults(); ++i)
    present.push_back(op.hasResult(i));
  constexpr int64_t maxParts = 1 << 16;
  const Tensor *listed = parts && parts->isWeight() ? &parts->tensor() : nullptr;
  if (listed && listed->size() > static_cast<int64_t>(present.size()) && listed->size() < maxParts)
    present.resize(static_cast<size_t>(listed->size()));
  b.results(b.create("split", {op.operand(0), parts}, std::move(attrs), present));
  return success();
}

} // namespace fixcon
