// Gemm before opset 11 always adds something: 0 where there is nothing to add.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXGemm10(SpellingBuilder &b) {
  SpellingOperand bias = b.in(2).isAbsent() ? b.number(0) : b.in(2);
  b.rename({b.in(0), b.in(1), bias}, b.attrs());
}

} // namespace fixcon
