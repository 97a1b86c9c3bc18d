// How alike two tensors are whose elements lie in unknown orders.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// Moments of a value that do not depend on the order of its elements.
struct ValueMoments {
  double mean = 0, rms = 0, meanAbs = 0, low = 0, high = 0;
  static ValueMoments of(const Tensor &tensor);
  /// Largest difference of the moments over the rms.
  double distance(const ValueMoments &other) const;
};

} // namespace fixcon
