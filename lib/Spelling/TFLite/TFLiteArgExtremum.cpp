// The place of an extremum, whose axis goes; the first of several.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteArgExtremum(SpellingBuilder &b) {
  int64_t rank = b.rank(0), axis = b.attr<int64_t>("axis");
  if (b.refused())
    return;
  axis += axis < 0 ? rank : 0;
  if (b.attr<int64_t>("select_last_index") != 0)
    return b.refuse("of several extrema " + b.foreignType + " tells the first");
  bool keeps = b.attr<int64_t>("keepdims", 1) != 0;
  Type type = b.resultType(0);
  if (keeps && type.isTensor() && type.isRanked()) {
    Dims dims = type.dims();
    dims.erase(dims.begin() + axis);
    type = type.withDims(dims);
  }
  SpellingOperand at = Tensor::scalar<int32_t>(static_cast<int32_t>(axis));
  Value *y = b.foreign(b.foreignType, {b.in(0), at}, attrsOf({{"output_type", "INT64"}}), type);
  b.result(0, keeps ? b.core("unsqueeze", {y, Tensor::of<int64_t>({1}, {axis})}) : y);
}

} // namespace fixcon
