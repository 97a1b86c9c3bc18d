// One axis of a resize: where each output position lies in the input, and which input elements it
// is made of with which weights.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// How an axis is resized, in the terms of the ONNX operator reference.
struct AxisResize {
  int64_t input = 1, output = 1;
  double scale = 1;
  double length = 1; ///< before rounding: scale * input, or the output size if that was given
  double roiStart = 0, roiEnd = 1;

  bool isIdentity() const { return input == output && scale == 1; }
};

struct ResizeMethod {
  enum class Kernel { Nearest, Linear, Cubic } kernel = Kernel::Nearest;
  std::string coordinates = "half_pixel", nearest = "round_prefer_floor";
  double cubicA = -0.75;
  bool excludeOutside = false, antialias = false;
};

/// The elements that make up one output position; indices are inside the input.
struct Taps {
  std::vector<int64_t> index;
  std::vector<double> weight;
  bool extrapolated = false; ///< the position is outside of the input and takes the fill value
};

bool isCoordinateMode(const std::string &mode);
bool isNearestMode(const std::string &mode);

/// One entry per output position; the input is not empty and the modes are known.
std::vector<Taps> tapsOf(const AxisResize &axis, const ResizeMethod &method);

} // namespace fixcon
