// Quantising real numbers to integers, after the ONNX operator reference (QuantizeLinear).
#pragma once

#include "fixcon/Tensor/DType.h"

#include <utility>

namespace fixcon {

/// Integer dtypes that quantised elements have: at most 16 bits.
bool isQuantizable(DType dtype);

/// The least and the greatest number of an integer dtype of at most 32 bits.
std::pair<double, double> rangeOf(DType dtype);

/// Rounds `scaled`, a real number divided by its scale, to the nearest integer, ties to even, adds
/// the zero point and saturates to `dtype`. The number is rounded to f32 first, as in every runtime,
/// which makes ties exact. NaN has no place in an integer; it becomes the zero point.
double quantize(double scaled, double zeroPoint, DType dtype);

} // namespace fixcon
