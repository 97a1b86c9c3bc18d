// A slice has a begin, an end and a step for every axis; a mask says where begin or end is open.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

void spellTFLiteSlice(SpellingBuilder &b) {
  auto rank = static_cast<size_t>(b.rank(0));
  auto from = b.ints(1), to = b.ints(2), named = b.ints(3), by = b.ints(4);
  if (b.refused() || !from || !to)
    return;
  if (!named) {
    named.emplace(from->size());
    std::iota(named->begin(), named->end(), 0);
  }
  auto inner = transposedBy(b.in(0));
  bool sinks = inner && inner->perm.size() == rank;
  std::vector<int64_t> begin(rank, 0), end(rank, 0), steps(rank, 1);
  int64_t openBegin = (int64_t(1) << rank) - 1, openEnd = openBegin;
  for (size_t i = 0; i < named->size(); ++i) {
    int64_t axis = (*named)[i] + ((*named)[i] < 0 ? static_cast<int64_t>(rank) : 0);
    if (axis < 0 || axis >= static_cast<int64_t>(rank) || from->size() <= i || to->size() <= i)
      return b.refuse("starts and ends do not fit the axes");
    auto at = static_cast<size_t>(sinks ? inner->perm[static_cast<size_t>(axis)] : axis);
    steps[at] = by && i < by->size() ? (*by)[i] : 1;
    bool down = steps[at] < 0;
    bool isOpen = down ? (*from)[i] >= INT32_MAX : false;
    if (!isOpen) {
      openBegin &= ~(int64_t(1) << at);
      begin[at] = std::clamp<int64_t>((*from)[i], INT32_MIN, INT32_MAX);
    }
    bool isOpenEnd = down ? (*to)[i] <= -INT32_MAX : (*to)[i] >= INT32_MAX;
    if (!isOpenEnd) {
      openEnd &= ~(int64_t(1) << at);
      end[at] = std::clamp<int64_t>((*to)[i], INT32_MIN, INT32_MAX);
    }
  }
  AttrDict attrs = attrsOf({{"begin_mask", openBegin},
                            {"end_mask", openEnd},
                            {"ellipsis_mask", int64_t(0)},
                            {"new_axis_mask", int64_t(0)},
                            {"shrink_axis_mask", int64_t(0)}});
  Permutation order = sinks ? inner->perm : Permutation();
  Value *y = b.foreign(
      "STRIDED_SLICE",
      {sinks ? SpellingOperand(inner->inner) : b.in(0), ints32(begin), ints32(end), ints32(steps)},
      std::move(attrs), sinks ? transposed(b.resultType(0), inverse(order)) : b.resultType(0));
  b.result(0, sinks ? transposed(b, y, order).value : y);
}

} // namespace fixcon
