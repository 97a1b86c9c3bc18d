// The order of axes is an operand. A Transpose of a Transpose is one, and one that moves nothing is none: between
// operators that have channels last nothing remains of the way there and back.
#include "ChannelsLast.h"

#include <numeric>

namespace fixcon {

/// What a Transpose in that order, which stands in front already, makes of the value.
static Value *existing(const SpellingBuilder &b, const SpellingOperand &x,
                       const Permutation &perm) {
  if (!x.value)
    return nullptr;
  for (const Use &use : x.value->uses()) {
    auto made = use.op && use.op->numResults() == 1 ? transposedBy(use.op->result()) : std::nullopt;
    if (made && made->inner == x.value && made->perm == perm && b.isInFront(*use.op))
      return use.op->result();
  }
  return nullptr;
}

void spellTFLiteTranspose(SpellingBuilder &b) {
  auto rank = static_cast<size_t>(b.rank(0));
  if (b.refused())
    return;
  Permutation perm = b.attr<Attribute::Ints>("perm");
  if (perm.empty()) {
    perm.resize(rank);
    std::iota(perm.rbegin(), perm.rend(), 0);
  }
  if (!isPermutation(perm) || perm.size() != rank)
    return b.refuse("the order of axes is no permutation");
  SpellingOperand x = b.in(0);
  if (auto inner = transposedBy(x); inner && inner->perm.size() == rank) {
    for (int64_t &axis : perm)
      axis = inner->perm[static_cast<size_t>(axis)];
    x = inner->inner;
    if (isIdentity(perm))
      return b.result(0, inner->inner);
  }
  if (Value *same = existing(b, x, perm))
    return b.result(0, same);
  b.result(0, b.foreign("TRANSPOSE", {x, ints32(perm)}, {}, b.resultType(0)));
}

} // namespace fixcon
