// The mean over all axes behind the channels, where these stay; over other axes the reference takes it.
#include "Pool.h"

#include <algorithm>

namespace fixcon {

static std::optional<PoolWindows> wholeWindow(const Op &op, const Shape &input) {
  const int64_t *keeps = op.attr<int64_t>("keepdims");
  const Value *axes = op.operand(1);
  if ((keeps && !*keeps) || !axes || !axes->isWeight())
    return std::nullopt;
  auto rank = static_cast<int64_t>(input.size());
  std::vector<int64_t> reduced = axes->tensor().toInts();
  for (int64_t &axis : reduced)
    axis = axis < 0 ? axis + rank : axis;
  std::ranges::sort(reduced);
  PoolWindows windows;
  for (int64_t axis = 2; axis < rank; ++axis)
    windows.axes.push_back(
        {input[static_cast<size_t>(axis)], input[static_cast<size_t>(axis)], 1, 1, 0, 1});
  std::vector<int64_t> spatial;
  for (int64_t axis = 2; axis < rank; ++axis)
    spatial.push_back(axis);
  return reduced == spatial ? std::optional(windows) : std::nullopt;
}

std::unique_ptr<Kernel> makeSpatialMeanKernel(KernelRequest request) {
  return makePoolKernel(std::move(request), Taps::Mean, wholeWindow);
}

} // namespace fixcon
