// How alike two tensors are whose elements lie in unknown orders.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// Value sketch: moments that do not depend on the order of elements.
struct Sketch {
  double mean = 0, rms = 0, meanAbs = 0, low = 0, high = 0;
  static Sketch of(const Tensor &tensor);
  /// Largest difference of the moments over the rms.
  double distance(const Sketch &other) const;
};

/// How alike two learned tensors are whatever the order of their axes and the scale of their output
/// channels: 0 for equal ones.
double fingerprintDistance(const Tensor &a, const Tensor &b);

} // namespace fixcon
