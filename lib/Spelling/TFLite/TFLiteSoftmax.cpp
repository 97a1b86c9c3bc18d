// Softmax is along the last axis; for another one the axes are exchanged before and behind.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

void spellTFLiteSoftmax(SpellingBuilder &b) {
  int64_t rank = b.rank(0), axis = b.attr<int64_t>("axis", -1);
  if (b.refused())
    return;
  axis += axis < 0 ? rank : 0;
  AttrDict attrs;
  if (b.foreignType == "SOFTMAX")
    attrs.set("beta", 1.0);
  auto inner = transposedBy(b.in(0));
  Permutation order(static_cast<size_t>(rank));
  std::iota(order.begin(), order.end(), 0);
  bool isLast = inner && inner->perm.size() == order.size() &&
                inner->perm[static_cast<size_t>(axis)] == rank - 1;
  if (isLast)
    order = inverse(inner->perm);
  else if (rank == 4 && axis == 1)
    order = toChannelsLast(4);
  else
    std::swap(order[static_cast<size_t>(axis)], order.back());
  SpellingOperand x = transposed(b, b.in(0), order);
  Value *y = b.foreign(b.foreignType, {x}, std::move(attrs), transposed(b.resultType(0), order));
  b.result(0, transposed(b, y, inverse(order)).value);
}

} // namespace fixcon
