// What two models say otherwise at one size, and alike at another.
#pragma once

#include "SizeLanes.h"

namespace fixcon {

/// The target's ops, by their first results, whose attributes or configuring operands differ from the
/// source's at one of `choices`, but not at the first: pads that are numbers where the source pads
/// automatically. Both are compared in normal form; nothing is said of a size at which one has none.
std::vector<std::string> sizedAttributes(const Graph &source, const Graph &target,
                                         const std::vector<const SizeChoice *> &choices,
                                         const ShapePartners &partners);

} // namespace fixcon
