// Which numbers the target expects, from what its first layer makes of those that the source is fed.
#pragma once

#include "FirstLayer.h"

#include <array>

namespace fixcon {

/// Channel j of what the target expects is channel from[j] of the source's tensor times factor[j] plus
/// offset[j].
struct ChannelMap {
  std::array<size_t, 3> from;
  std::array<double, 3> factor, offset;
  double rest = 0; ///< of the worst channel of the first layer, relative to its rms
};

/// The one map under which every channel of the first layer is the source's to 1e-4. nullopt if there is
/// none, if it mixes channels, or if the pictures do not tell channels apart. `fed` holds the source's tensors
/// as the target's input `argument` takes them, of rank 4 with 3 channels at `channelAxis`.
FailureOr<std::optional<ChannelMap>> solveFeeding(const FirstLayer &first,
                                                  const FirstLayer::Inputs &source,
                                                  const FirstLayer::Inputs &fed,
                                                  const std::string &argument, size_t channelAxis);

} // namespace fixcon
