// When two learned tensors are equal: what a localiser passes over is what a repair must reach.
#pragma once

#include "fixcon/Tensor/Metrics.h"

namespace fixcon {

/// Whether two elements differ by no more than the rounding of folding in f32: 8u of the larger one,
/// or u/2 of `largest`, the largest absolute value of the source's tensor. NaN equals NaN, and an
/// infinity itself.
bool isFoldingRounding(double source, double target, double largest);

/// Whether no element is NaN or infinite.
bool isFinite(const Tensor &tensor);

/// The largest absolute value that is finite; 0 if there is none.
double maxMagnitude(const Tensor &tensor);

/// Whether that is so for all elements, in order. Shapes may differ, sizes may not.
bool equalWeights(const Tensor &source, const Tensor &target);

} // namespace fixcon
