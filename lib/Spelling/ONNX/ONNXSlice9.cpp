// Slice before opset 10 has its operands as attributes, and no steps.
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>

namespace fixcon {

void spellONNXSlice9(SpellingBuilder &b) {
  auto steps = b.ints(4);
  if (steps && std::ranges::any_of(*steps, [](int64_t step) { return step != 1; }))
    return b.refuse("Slice of opset " + std::to_string(b.opset()) +
                    " has no steps (since opset 10)");
  b.rename({b.in(0), b.in(1), b.in(2), b.in(3)}, b.attrs());
}

} // namespace fixcon
