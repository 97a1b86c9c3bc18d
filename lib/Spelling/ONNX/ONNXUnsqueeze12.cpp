// Unsqueeze before opset 13 has its axes as an attribute; before 11 they are not counted from behind.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXUnsqueeze12(SpellingBuilder &b) {
  auto axes = b.ints(1);
  if (b.refused() || !axes)
    return;
  for (int64_t &axis : *axes)
    if (axis < 0)
      axis += b.rank(0) + std::ssize(*axes);
  b.rename({b.in(0), Tensor::of<int64_t>({std::ssize(*axes)}, *axes)}, b.attrs());
}

} // namespace fixcon
