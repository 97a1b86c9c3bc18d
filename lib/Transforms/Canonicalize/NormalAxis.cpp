// softmax %x : [1, 8, 4, 4] {axis = -1}   ->   softmax %x {axis = 3}
//
// An axis counted from the end is counted from the front where the rank is known, also if it is so
// by default.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeNormalAxis(Op &op) {
  auto rank = rankOf(op.operand(0));
  Attribute axis = effective(op, "axis");
  const int64_t *value = axis.get<int64_t>();
  if (!rank || !value || *value >= 0 || *value + *rank < 0)
    return false;
  op.attrs().set("axis", *value + *rank);
  return true;
}

} // namespace fixcon
