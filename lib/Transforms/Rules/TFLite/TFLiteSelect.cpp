// A condition of rank 1 chooses whole slices of its first axis.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteSelect(Op &, RuleBuilder &b) {
  Value *condition = b.in(0);
  auto rank = b.rank(0), whole = b.rank(1);
  if (rank == 1 && whole && *whole > 1) {
    std::vector<int64_t> axes;
    for (int64_t axis = 1; axis < *whole; ++axis)
      axes.push_back(axis);
    condition = b.value("unsqueeze", {condition, b.ints(axes)});
  }
  b.result(0, b.value("where", {condition, b.in(1), b.in(2)}));
  return success();
}

} // namespace fixcon
