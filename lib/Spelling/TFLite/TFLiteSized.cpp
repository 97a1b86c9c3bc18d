// Operators whose second operand is sizes: to what a tensor is broadcast, or how often it is repeated.
#include "ChannelsLast.h"

namespace fixcon {

void spellTFLiteSized(SpellingBuilder &b) {
  auto sizes = b.ints(1);
  if (b.refused() || !sizes)
    return;
  if (b.def().name() == "expand") {
    const Type y = b.resultType(0);
    if (!y.isStatic())
      return b.refuse("the sizes of the result are not known");
    Shape shape = y.shape();
    sizes->assign(shape.begin(), shape.end());
  }
  b.result(0, b.foreign(b.foreignType, {b.in(0), ints32(*sizes)}, {}, b.resultType(0)));
}

} // namespace fixcon
