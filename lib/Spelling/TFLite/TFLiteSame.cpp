// Core ops that are one operator without options, operand by operand.
#include "Elementwise.h"

namespace fixcon {

void spellTFLiteSame(SpellingBuilder &b) {
  b.result(0, spellElementwise(b, b.foreignType, b.operands(), {}, b.resultType(0)));
}

} // namespace fixcon
