// Linear ops by their output channels, as their linear trait says.
#pragma once

#include "fixcon/IR/Op.h"
#include "fixcon/Ops/Traits.h"

namespace fixcon {

/// Where the output channels of a linear op lie in its weight.
struct LinearChannels {
  LinearTrait trait;
  int64_t count = 0; ///< channels

  /// The channel of an element of the weight, by its row-major position.
  int64_t channelOf(int64_t element) const {
    return element / outer % blocks * width + element / inner % width;
  }

private:
  friend std::optional<LinearChannels> linearChannels(const Op &op, const Shape &weight);
  int64_t inner = 1, width = 1, outer = 1, blocks = 1;
};

/// The channels of `op` for a weight of this shape; nullopt if the op is not linear, or not with
/// these attributes, or the shape has no elements or no such axis.
std::optional<LinearChannels> linearChannels(const Op &op, const Shape &weight);

/// The axis that a trait counts from either end, from the front; nullopt if it is outside.
std::optional<size_t> axisFromFront(int axis, size_t rank);

} // namespace fixcon
