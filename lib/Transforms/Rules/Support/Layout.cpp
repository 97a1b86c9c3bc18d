// The two transposes are inverse to each other, so between neighbours that both keep channels last
// they cancel, and the normal form is that of the same network with channels second.
#include "Layout.h"

#include <numeric>

namespace fixcon {

/// N, C, spatial... <- N, spatial..., C
static Attribute::Ints toFirst(int64_t rank) {
  Attribute::Ints perm(static_cast<size_t>(rank));
  std::iota(perm.begin() + 2, perm.end(), 1);
  perm[0] = 0;
  perm[1] = rank - 1;
  return perm;
}

static Attribute::Ints toLast(int64_t rank) {
  Attribute::Ints perm(static_cast<size_t>(rank));
  std::iota(perm.begin() + 1, perm.end(), 2);
  perm.front() = 0;
  perm.back() = 1;
  return perm;
}

Value *withChannelsFirst(RuleBuilder &b, Value *x, bool last,
                         const std::function<Value *(Value *)> &body) {
  if (!last)
    return body(x);
  bool known = x && x->type().isTensor() && x->type().isRanked() && x->type().rank() >= 2;
  if (!known) {
    b.error() << "the tensor with its channels last has no known rank of 2 or more";
    return nullptr;
  }
  auto rank = static_cast<int64_t>(x->type().rank());
  Value *first = b.value("transpose", {x}, attrsOf({{"perm", toFirst(rank)}}));
  return b.value("transpose", {body(first)}, attrsOf({{"perm", toLast(rank)}}));
}

} // namespace fixcon
