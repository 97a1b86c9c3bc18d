// Reductions over the axes of an operand. Behind a Transpose the axes are those of what it reads.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

namespace {

struct Reduction {
  std::vector<int64_t> axes; ///< as the result of the Transpose has them
  bool keeps;
};

} // namespace

static std::optional<Reduction> reductionOf(SpellingBuilder &b, int64_t rank) {
  auto axes = b.ints(1);
  bool none = !axes || axes->empty();
  if (b.refused())
    return std::nullopt;
  Reduction out{none ? std::vector<int64_t>() : *axes, b.attr<int64_t>("keepdims", 1) != 0};
  if (none && b.attr<int64_t>("noop_with_empty_axes") == 0) {
    out.axes.resize(static_cast<size_t>(rank));
    std::iota(out.axes.begin(), out.axes.end(), 0);
  }
  for (int64_t &axis : out.axes)
    axis += axis < 0 ? rank : 0;
  return out;
}

void spellTFLiteReduce(SpellingBuilder &b) {
  int64_t rank = b.rank(0);
  auto reduction = b.refused() ? std::nullopt : reductionOf(b, rank);
  if (!reduction)
    return;
  auto reduced = [&](SpellingOperand x, const std::vector<int64_t> &axes, Type type) {
    return b.foreign(b.foreignType, {x, ints32(axes)}, attrsOf({{"keep_dims", reduction->keeps}}),
                     std::move(type));
  };
  auto inner = transposedBy(b.in(0));
  if (!inner || static_cast<int64_t>(inner->perm.size()) != rank)
    return b.result(0, reduced(b.in(0), reduction->axes, b.resultType(0)));
  auto isReduced = [&](int64_t axis) {
    return std::ranges::find(reduction->axes, axis) != reduction->axes.end();
  };
  // Which of the axes that stay, as the inner value has them, each axis of the result is.
  std::vector<int64_t> axes, stay;
  Permutation order;
  for (int64_t axis = 0; axis < rank; ++axis) {
    int64_t from = inner->perm[static_cast<size_t>(axis)];
    if (isReduced(axis))
      axes.push_back(from);
    if (reduction->keeps || !isReduced(axis))
      stay.push_back(from);
  }
  for (int64_t from : stay)
    order.push_back(std::ranges::count_if(stay, [&](int64_t other) { return other < from; }));
  std::ranges::sort(axes);
  Value *y = reduced(inner->inner, axes, transposed(b.resultType(0), inverse(order)));
  b.result(0, transposed(b, y, order).value);
}

} // namespace fixcon
