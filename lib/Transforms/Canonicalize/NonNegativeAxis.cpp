// softmax %x : [1, 8, 4, 4] {axis = -1}   ->   softmax %x {axis = 3}
//
// For ops of the axis trait: an axis counted from the end is counted from the front where the rank is known, also if it is so
// by default.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeNonNegativeAxis(Op &op) {
  auto rank = rankOf(op.operand(0));
  std::string_view name = traitsOf(op).axis;
  Attribute axis = effective(op, name);
  const int64_t *value = axis.get<int64_t>();
  if (!rank || !value || *value >= 0 || *value + *rank < 0)
    return false;
  op.attrs().set(std::string(name), *value + *rank);
  return true;
}

} // namespace fixcon
