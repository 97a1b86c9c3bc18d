// What the rewrites of padding share.
#pragma once

#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// The number that a constant-mode pad with constant operands fills in; nothing for other modes.
std::optional<double> paddingValue(const Op &pad);

/// The spatial amounts of `pad` added to the explicit ones of `window`, which reads its result, if
/// need be through a transpose; nothing if it pads or cuts batch or channels, or cuts anything.
std::optional<Attribute::Ints> joinedPads(const Op &window, const Op &pad,
                                          const Op *transpose = nullptr);

/// Whether every amount is smaller than the kernel, so that no window lies in padding alone.
bool shorterThanWindow(const Op &window, const Attribute::Ints &pads);

} // namespace fixcon
