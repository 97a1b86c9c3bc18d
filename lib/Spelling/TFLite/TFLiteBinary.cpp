// Arithmetic, which has an activation behind it: none.
#include "Elementwise.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteBinary(SpellingBuilder &b) {
  b.result(0, spellElementwise(b, b.foreignType, b.operands(),
                               attrsOf({{"fused_activation_function", "NONE"}}), b.resultType(0)));
}

} // namespace fixcon
