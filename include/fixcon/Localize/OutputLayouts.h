// Outputs that hold the source's elements under another shape, or in another order of axes.
#pragma once

#include "fixcon/Align/Alignment.h"

#include <optional>

namespace fixcon {

struct OutputLayout {
  unsigned target = 0, source = 0; ///< places in the lists of outputs
  Permutation perm; ///< of the target's axes that gives the source's; empty: a reshape does
  Shape targetShape, sourceShape; ///< on the first sample
};

/// Outputs of one name, or else in one place, that differ in nothing but that.
std::vector<OutputLayout> outputLayouts(const AlignedPair &aligned);

/// The list of sizes by which a reshape of the target's output gives the source's shape, at whatever sizes
/// of the inputs; nothing where no constant does.
std::optional<Tensor> sizesOfOutput(Module &module, PassContext &context,
                                    const OutputLayout &layout);

} // namespace fixcon
