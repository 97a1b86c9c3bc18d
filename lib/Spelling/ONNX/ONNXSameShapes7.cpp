// Max, Min, Mean and Sum of several operands broadcast since opset 8; before, all have one shape.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXSameShapes7(SpellingBuilder &b) {
  for (unsigned i = 0; i < b.operands().size(); ++i)
    if (!b.type(i).isStatic() || !(b.type(i) == b.type(0)))
      return b.refuse(b.foreignType + " of opset " + std::to_string(b.opset()) +
                      " takes operands of one shape (since opset 8 they broadcast)");
  b.rename();
}

} // namespace fixcon
