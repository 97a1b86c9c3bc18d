// Reductions over the axes of an operand; without any axis nothing is reduced. Of truth values the greatest says whether
// any holds, the least whether all do.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static const char *coreOf(std::string_view type) {
  if (type == "MEAN")
    return "reduce_mean";
  if (type == "SUM")
    return "reduce_sum";
  if (type == "REDUCE_PROD")
    return "reduce_prod";
  return type == "REDUCE_MAX" || type == "REDUCE_ANY" ? "reduce_max" : "reduce_min";
}

LogicalResult ruleTFLiteReduce(Op &op, RuleBuilder &b) {
  AttrDict attrs = attrsOf({{"keepdims", b.take("keep_dims", false) ? 1 : 0}});
  const Tensor *axes = b.weight(1);
  if (axes && axes->size() == 0)
    attrs.set("noop_with_empty_axes", 1);
  Value *list = b.rank(1) == 0 ? b.value("reshape", {b.in(1), b.ints({1})}) : b.in(1);
  if (const Tensor *constant = b.rank(1) == 0 ? axes : nullptr)
    list = b.ints(constant->toInts());
  b.result(0, b.value(coreOf(op.type()), {b.in(0), list}, std::move(attrs)));
  return success();
}

} // namespace fixcon
