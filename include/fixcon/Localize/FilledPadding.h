// Padding that stands apart from its window, and by another number than the window's own.
#pragma once

#include "fixcon/IR/Op.h"

#include <optional>

namespace fixcon {

struct FilledPadding {
  const Op *pad = nullptr; ///< of the target's normal form
  double target = 0, source = 0;
};

/// The pad in front of `target`, an op that slides windows, if with the number by which `source`, its
/// partner, pads itself both would pad alike.
std::optional<FilledPadding> filledPadding(const Op &target, const Op &source);

} // namespace fixcon
