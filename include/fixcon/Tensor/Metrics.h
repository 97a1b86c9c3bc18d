// How far two tensors are apart, and whether two outputs name the same label.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// u of f32: rounding to nearest moves a number by at most u of itself.
constexpr double unitRoundoff = 0x1p-24;

/// Distances between a reference and another tensor of equal element count, computed in f64.
struct ErrorMetrics {
  double maxAbs = 0;     ///< max |a - b|
  int64_t worst = -1;    ///< element of maxAbs
  double relRms = 0;     ///< rms(a - b) / rms(a); the numerator alone if a is zero
  double relMax = 0;     ///< max |a - b| / max |a|; maxAbs if a is zero
  int64_t nonFinite = 0; ///< elements where exactly one side is not finite, or both differ
};

/// Equal infinities and NaN on both sides count as equal.
ErrorMetrics compare(const Tensor &reference, const Tensor &other);

/// The index of the largest element; the first of equals; -1 for an empty tensor or if one is NaN.
int64_t argMax(std::span<const double> values);

} // namespace fixcon
