// Where channels lie that kernels take a vector at a time.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// Blocks of `lanes` that hold `channels`; the last one may have lanes to spare.
inline int64_t blocksOf(int64_t channels, int64_t lanes) { return (channels + lanes - 1) / lanes; }

/// [N, C, spatial...] as [N, blocks, spatial..., lanes].
inline Shape blockedShape(Shape shape, int64_t lanes) {
  shape[1] = blocksOf(shape[1], lanes);
  shape.push_back(lanes);
  return shape;
}

} // namespace fixcon
