// Parts along an axis, which is an operand: equal ones, or of given sizes.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {

void spellTFLiteSplit(SpellingBuilder &b) {
  int64_t rank = b.rank(0), axis = b.attr<int64_t>("axis");
  if (b.refused())
    return;
  axis += axis < 0 ? rank : 0;
  std::vector<int64_t> sizes;
  std::vector<Type> results;
  for (unsigned i = 0; i < b.numResults(); ++i) {
    const Type part = b.resultType(i);
    bool known = part.isTensor() && part.isRanked() && axis >= 0 &&
                 axis < static_cast<int64_t>(part.rank()) &&
                 part.dim(static_cast<size_t>(axis)).isStatic();
    if (!known)
      return b.refuse("the sizes of the parts are not known");
    sizes.push_back(part.dim(static_cast<size_t>(axis)).size());
    results.push_back(part);
  }
  auto count = static_cast<int64_t>(sizes.size());
  SpellingOperand at = Tensor::scalar<int32_t>(static_cast<int32_t>(axis));
  bool equal = std::ranges::all_of(sizes, [&](int64_t size) { return size == sizes[0]; });
  AttrDict attrs = attrsOf({{"num_splits", count}});
  std::vector<Value *> parts =
      equal ? b.foreign("SPLIT", {at, b.in(0)}, attrs, results)
            : b.foreign("SPLIT_V", {b.in(0), ints32(sizes), at}, attrs, results);
  for (unsigned i = 0; i < parts.size(); ++i)
    b.result(i, parts[i]);
}

} // namespace fixcon
