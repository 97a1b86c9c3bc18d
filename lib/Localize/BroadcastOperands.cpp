// Converters give a constant of rank one the axes that they think it has. The numbers are right, so that no comparison
// of weights sees it.
#include "fixcon/Localize/BroadcastOperands.h"

#include "NoiseFloor.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

static bool isMisplaced(const Value *source, const Value *target) {
  return source && target && source->isWeight() && target->isWeight() &&
         !source->tensor().isString() && !target->tensor().isString() &&
         !broadcastAlike(source->tensor().shape(), target->tensor().shape()) &&
         equalWeights(source->tensor(), target->tensor());
}

std::vector<BroadcastOperand> broadcastOperands(const AlignedPair &aligned) {
  std::vector<BroadcastOperand> found;
  for (const OpPair &pair : aligned.alignment.ops()) {
    const OpDef *def = opDef(*pair.target);
    if (!def || def->family() != Family::Elementwise || !pair.sameLayout ||
        pair.target->name() != pair.source->name() ||
        aligned.alignment.isInClosedRegion(pair.target) ||
        pair.absoluteError <= noiseFloor(pair, aligned.values))
      continue;
    unsigned count = std::min(pair.target->numOperands(), pair.source->numOperands());
    for (unsigned i = 0; i < count; ++i)
      if (isMisplaced(pair.source->operand(i), pair.target->operand(i)))
        found.push_back({&pair, i});
  }
  return found;
}

} // namespace fixcon
