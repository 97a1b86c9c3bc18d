// reduce_mean(%x, [-1, -2]) {keepdims = 0}   ->   reshape(reduce_mean(%x, [2, 3]))
//
// Axes count from the front and ascend; dims are kept, and a reshape drops them.
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizeReduceForm(Op &op) {
  auto rank = rankOf(op.operand(0));
  auto given = constantInts(op.operand(1));
  if (!rank || (op.operand(1) && !given))
    return false;
  bool all = !given || given->empty();
  if (all && effectiveInt(op, "noop_with_empty_axes"))
    return given && Rewriter(op).replaceRoot(op.operand(0));
  std::vector<int64_t> axes = given.value_or(std::vector<int64_t>());
  for (int64_t &axis : axes)
    axis += axis < 0 ? *rank : 0;
  for (int64_t i = 0; all && i < *rank; ++i)
    axes.push_back(i);
  std::sort(axes.begin(), axes.end());
  if (!axes.empty() && op.attrs().erase("noop_with_empty_axes"))
    return true;
  auto result = staticShape(op.result());
  bool drop = effectiveInt(op, "keepdims") == 0 && result &&
              std::find(result->begin(), result->end(), 0) == result->end();
  if (!drop && given == axes)
    return false;
  Rewriter b(op);
  AttrDict attrs = op.attrs();
  if (drop)
    attrs.erase("keepdims");
  Tensor list = Tensor::of<int64_t>({static_cast<int64_t>(axes.size())}, axes);
  Value *reduced = b.value(op.name(), {op.operand(0), b.folded(list, {op.operand(1)})}, attrs);
  return b.replaceRoot(drop ? b.value("reshape", {reduced, b.ints(*result)}) : reduced);
}

} // namespace fixcon
