// Where the windows of convolutions and pools lie.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <utility>

namespace fixcon {

class Op;

/// The windows along one axis: window o covers input positions o * stride - before + k * dilation.
struct WindowAxis {
  int64_t kernel = 1, stride = 1, dilation = 1, before = 0, after = 0;

  /// Positions from the first to the last of a window.
  int64_t extent() const { return (kernel - 1) * dilation + 1; }
  /// Windows on an input of that size; at most 0 if none fits. With `ceil` the last window may
  /// reach beyond the padding, but not start there.
  int64_t count(int64_t input, bool ceil) const;
  /// The first and one past the last k whose position is inside [0, input).
  std::pair<int64_t, int64_t> inside(int64_t window, int64_t input) const;
};

/// The windows of a convolution or pool, which accepts operands of these shapes, over the spatial axes of `input`;
/// `weight` is empty for a pool.
std::vector<WindowAxis> windowsOf(const Op &op, const Shape &input, const Shape &weight = {});

} // namespace fixcon
