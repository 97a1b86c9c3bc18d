// The larger or smaller of two operands; of more, one after the other.
#include "Elementwise.h"

namespace fixcon {

void spellTFLiteExtremum(SpellingBuilder &b) {
  SpellingOperand y = b.in(0);
  for (unsigned i = 1; i < b.operands().size() && !b.refused(); ++i)
    y = i + 1 == b.operands().size()
            ? spellElementwise(b, b.foreignType, {y, b.in(i)}, {}, b.resultType(0))
            : b.core(b.def().name(), {y, b.in(i)});
  if (b.operands().size() == 1)
    y = b.core("identity", {y});
  b.result(0, y.value);
}

} // namespace fixcon
