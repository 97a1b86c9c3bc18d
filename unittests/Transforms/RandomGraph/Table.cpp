// All makers, and drawing one of them.
#include "Makers.h"

namespace fixcon {

const std::vector<MakerEntry> &allMakers() {
  static const std::vector<MakerEntry> table = [] {
    std::vector<MakerEntry> all;
    for (auto part :
         {elementwiseMakers, speltOutMakers, integerMakers, windowMakers, normalizationMakers,
          productMakers, movementMakers, shapeMakers, reductionMakers, indexingMakers, orderMakers,
          quantizedMakers, recurrentMakers, controlFlowMakers, listMakers, samplingMakers,
          signalMakers, attentionMakers, geometryMakers})
      for (const MakerEntry &entry : part())
        all.insert(all.end(), entry.weight, entry);
    return all;
  }();
  return table;
}

Value *anything(Drawer &draw, Value *x, bool mayJump) {
  for (int tries = 0; tries < 20; ++tries) {
    const MakerEntry &entry = allMakers()[draw.random.below(allMakers().size())];
    if (entry.jumps && !mayJump)
      continue;
    if (Value *y = entry.make(draw, x))
      return y;
  }
  return x;
}

} // namespace fixcon
