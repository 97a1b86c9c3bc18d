// Binary ops before opset 7: with broadcast = 1 the dims of B lie at `axis` of A (by default at its
// end).
//
//   onnx.Add %a, %b {axis = 1, broadcast = 1}   with a: [2,3,4,5], b: [3,4]
//   ->  add %a, unsqueeze(%b, [2])
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static std::vector<int64_t> trailing(int64_t rank, int64_t count) {
  std::vector<int64_t> axes;
  for (int64_t i = 0; i < count; ++i)
    axes.push_back(rank + i);
  return axes;
}

LogicalResult ruleONNXBroadcast6(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  auto axis = b.take<int64_t>("axis");
  bool broadcast = b.take<int64_t>("broadcast", 0) != 0;
  Value *right = op.operand(1);
  if (broadcast && axis) {
    auto rankA = b.rank(0), rankB = b.rank(1);
    if (!rankA || !rankB)
      return b.error() << "broadcasting at an axis needs the ranks of both operands";
    int64_t missing = *rankA - (*axis < 0 ? *axis + *rankA : *axis) - *rankB;
    if (missing < 0 || missing > *rankA)
      return b.error() << "operand 1 does not fit at axis " << *axis;
    if (missing)
      right = b.value("unsqueeze", {right, b.ints(trailing(*rankB, missing))});
  }
  return b.becomes(b.coreName(), {op.operand(0), right}, b.takeRest());
}

} // namespace fixcon
