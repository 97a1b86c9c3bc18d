// Sizes of the inputs beside those that the data has.
#pragma once

#include "fixcon/Localize/BakedSizes.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// One choice of the sizes that the source leaves open.
struct SizeChoice {
  bool isBatch = false; ///< the first axis of each input, else other ones
  std::string what;     ///< "a batch of 2"; empty for the sizes of the data
  ArgumentTypeMap source, target;
};

struct SizeChoices {
  std::vector<SizeChoice> choices; ///< that of the data first
  std::vector<FrozenDim> frozen;
  ArgumentTypeMap open; ///< the target's arguments, frozen dims as the source declares them
};

/// From the first sample that both models can be fed; nothing if there is none.
std::optional<SizeChoices> chooseSizes(Module &module, PassContext &context,
                                       const ShapePartners &partners);

} // namespace fixcon
