// The places of the largest elements are left to the reference.
#include "Pool.h"

namespace fixcon {

static std::optional<PoolWindows> windowsOfMaxPool(const Op &op, const Shape &input) {
  return op.hasResult(1) ? std::nullopt : std::optional(attributeWindows(op, input));
}

std::unique_ptr<Kernel> makeMaxPoolKernel(KernelRequest request) {
  return makePoolKernel(std::move(request), Taps::Max, windowsOfMaxPool);
}

} // namespace fixcon
