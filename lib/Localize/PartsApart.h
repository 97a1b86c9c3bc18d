// Ops of the files that only one of two partners was put together from.
#pragma once

#include "fixcon/Align/ExecutablePair.h"

#include <optional>
#include <vector>

namespace fixcon {

struct PartsApart {
  std::vector<const Op *> target, source; ///< of the executable forms
  /// The side that lacks the parts has the first of them behind the layer, where others read the layer too.
  bool isUnfolded = false;
};

/// Two ops of the normal forms whose first parts are equal, constants and all, and which differ by further parts that
/// were folded in: a normalisation that the other side lacks, or has in another form. Nothing if the two are put
/// together alike, or if all that is apart is an addend, which is a bias.
std::optional<PartsApart> partsApart(const ExecutablePair &pair, const Op &target,
                                     const Op &source);

} // namespace fixcon
