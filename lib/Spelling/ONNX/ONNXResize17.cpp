// Resize before opset 13 always has a region and scales, which are empty where there are none; before
// 18 it scales all axes.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXResize17(SpellingBuilder &b) {
  std::vector<SpellingOperand> operands{b.in(0), b.in(1), b.in(2), b.in(3)};
  for (unsigned i : {1u, 2u})
    if (b.opset() < 13 && operands[i].isAbsent())
      operands[i] = Tensor(DType::F32, {0});
  b.rename(std::move(operands), b.attrs());
}

} // namespace fixcon
