// Weights that are held as integers: which grid they lie on, and what their numbers on it say of scale and zero point.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <string>

namespace fixcon {

/// How the target's numbers, which lie on a grid through 0, stand to the source's.
struct GridFit {
  enum class Kind {
    None,      ///< they lie on no grid of up to 255 steps a side, or in no such relation
    Rounded,   ///< each is the source's, rounded
    Scale,     ///< rounded, and times one wrong factor
    Axis,      ///< rounded, and times a factor for each channel: these have other channels' scales
    ZeroPoint, ///< rounded, and off by so many steps
    Range      ///< rounded, and cut off at the ends
  };
  Kind kind = Kind::None;
  bool perChannel = false;
  double decibels = 0; ///< of the source's numbers to what rounding changed
  std::string detail = {};
};

/// Of equal shape. The grid is one for the tensor, or one for each index of an axis.
GridFit fitGrid(const Tensor &source, const Tensor &target);

} // namespace fixcon
