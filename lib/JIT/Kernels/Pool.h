// What kernels of pools share.
#pragma once

#include "Kernels.h"

namespace fixcon {

/// The windows over the spatial axes of an input of this shape, and how many there are on each; nullopt if the pool is
/// not of the kind that the kernel computes.
struct PoolWindows {
  std::vector<TapAxis> axes;
  bool countsPadding = false;
};
using PoolRule = std::optional<PoolWindows> (*)(const Op &op, const Shape &input);

/// Channels in blocks, one or two spatial axes, one result.
std::unique_ptr<Kernel> makePoolKernel(KernelRequest request, Taps taps, PoolRule rule);

/// The windows that the attributes say.
PoolWindows attributeWindows(const Op &op, const Shape &input);

} // namespace fixcon
