// What only the ceiling adds to a window never counts, padding may: both at once are left to the reference.
#include "Pool.h"

namespace fixcon {

static std::optional<PoolWindows> windowsOfAveragePool(const Op &op, const Shape &input) {
  const int64_t *counts = op.attr<int64_t>("count_include_pad"),
                *ceil = op.attr<int64_t>("ceil_mode");
  PoolWindows windows = attributeWindows(op, input);
  windows.countsPadding = counts && *counts;
  if (windows.countsPadding && ceil && *ceil)
    return std::nullopt;
  return windows;
}

std::unique_ptr<Kernel> makeAveragePoolKernel(KernelRequest request) {
  return makePoolKernel(std::move(request), Taps::Mean, windowsOfAveragePool);
}

} // namespace fixcon
