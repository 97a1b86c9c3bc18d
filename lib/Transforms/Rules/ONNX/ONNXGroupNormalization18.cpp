// GroupNormalization before opset 21 has one scale and bias for each group; now each channel has
// its own.
//
//   scale [G]   ->   reshape(expand(unsqueeze(scale, [1]), [G, C/G]), [-1])
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXGroupNormalization18(Op &op, RuleBuilder &b) {
  auto groups = b.take<int64_t>("num_groups");
  const Type &x = op.operand(0)->type();
  bool known = x.isTensor() && x.isRanked() && x.rank() >= 2 && x.dim(1).isStatic();
  if (!groups || *groups < 1 || !known || x.dim(1).size() % *groups)
    return b.error() << "num_groups does not fit the channels, or they are not known";
  int64_t each = x.dim(1).size() / *groups;
  auto perChannel = [&](Value *parameter) {
    Value *column = b.value("unsqueeze", {parameter, b.ints({1})});
    Value *repeated = b.value("expand", {column, b.ints({*groups, each})});
    return b.value("reshape", {repeated, b.ints({-1})});
  };
  AttrDict attrs = b.takeRest();
  attrs.set("num_groups", *groups);
  return b.becomes("group_normalization",
                   {op.operand(0), perChannel(op.operand(1)), perChannel(op.operand(2))},
                   std::move(attrs));
}

} // namespace fixcon
