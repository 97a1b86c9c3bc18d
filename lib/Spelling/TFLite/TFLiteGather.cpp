// Slices of the data by their positions, which are integers of either size.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteGather(SpellingBuilder &b) {
  int64_t rank = b.rank(0), axis = b.attr<int64_t>("axis");
  if (b.refused())
    return;
  axis += axis < 0 ? rank : 0;
  SpellingOperand places = b.in(1);
  if (auto constant = b.constant(1)) {
    // Positions from the end are not known here.
    Type data = b.type(0);
    std::vector<int64_t> list = constant->toInts();
    for (int64_t &place : list) {
      if (place >= 0)
        continue;
      if (!data.dim(static_cast<size_t>(axis)).isStatic())
        return b.refuse("positions are counted from an end that is not known");
      place += data.dim(static_cast<size_t>(axis)).size();
    }
    places = Tensor::of<int64_t>(constant->shape(), list).converted(DType::I32);
  }
  b.result(0, b.foreign("GATHER", {b.in(0), places},
                        attrsOf({{"axis", axis}, {"batch_dims", int64_t(0)}}), b.resultType(0)));
}

} // namespace fixcon
