#include "Pool.h"

namespace fixcon {

/// One window, as large as the input.
static std::optional<PoolWindows> wholeWindow(const Op &, const Shape &input) {
  PoolWindows windows;
  for (size_t i = 2; i < input.size(); ++i)
    windows.axes.push_back({input[i], input[i], 1, 1, 0, 1});
  return windows;
}

std::unique_ptr<Kernel> makeGlobalAveragePoolKernel(KernelRequest request) {
  return makePoolKernel(std::move(request), Taps::Mean, wholeWindow);
}

} // namespace fixcon
