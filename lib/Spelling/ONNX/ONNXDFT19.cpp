// DFT before opset 20 has the axis as an attribute, and without one transforms along axis 1; newer
// ones along the last but one.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXDFT19(SpellingBuilder &b) {
  SpellingOperand axis = b.in(2);
  if (axis.isAbsent())
    axis = Tensor::scalar(b.rank(0) - 2);
  b.rename({b.in(0), b.in(1), axis}, b.attrs());
}

} // namespace fixcon
