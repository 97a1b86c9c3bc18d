// Constants whose shape lets them meet other axes.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// A learned constant that holds the source's elements in their order, but along other axes of what it is broadcast to:
/// f32[8,1,1,1] for f32[8].
struct BroadcastOperand {
  const OpPair *pair = nullptr;
  unsigned operand = 0;
};

/// Those of all elementwise pairs outside closed regions whose results differ.
std::vector<BroadcastOperand> broadcastOperands(const AlignedPair &aligned);

} // namespace fixcon
