// A start and a size for each axis; -1 goes to the end.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

/// Where each axis ends.
static Value *endsOf(RuleBuilder &b) {
  const Tensor *begin = b.weight(1), *size = b.weight(2);
  if (!begin || !size) {
    Value *open = b.value("less", {b.in(2), b.scalarLike(b.in(2), 0)});
    Value *sum = b.value("add", {b.in(1), b.in(2)});
    return b.value("where", {open, b.scalarLike(b.in(2), INT32_MAX), sum});
  }
  std::vector<int64_t> from = begin->toInts(), ends = size->toInts();
  for (size_t i = 0; i < ends.size() && i < from.size(); ++i)
    ends[i] = ends[i] < 0 ? INT32_MAX : from[i] + ends[i];
  Tensor sizes = Tensor::of<int64_t>({static_cast<int64_t>(ends.size())}, ends);
  return b.constant(sizes.converted(size->dtype()));
}

LogicalResult ruleTFLiteSlice(Op &, RuleBuilder &b) {
  auto rank = knownRank(b, 0);
  if (!rank || failed(b.needs({0, 1, 2})))
    return failure();
  Value *ends = endsOf(b);
  b.result(0, b.value("slice", {b.in(0), b.in(1), ends, b.ints(firstAxes(*rank))}));
  return success();
}

} // namespace fixcon
