// QuantizeLinear and DequantizeLinear have one scale for the whole tensor before opset 13.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXOneScale12(SpellingBuilder &b) {
  if (b.rank(1) != 0)
    return b.refuse(b.foreignType + " of opset " + std::to_string(b.opset()) +
                    " has one scale (since opset 13 one for each position of an axis)");
  AttrDict attrs = b.attrs();
  attrs.erase("axis"); // of no scales
  b.rename(b.operands(), std::move(attrs));
}

} // namespace fixcon
