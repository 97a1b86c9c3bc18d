// Pad of this domain is the standard one, whose pads may be a matrix of one row.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftPad(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  Value *pads = b.in(1), *value = b.in(2);
  if (b.rank(1) == 2)
    pads = b.value("reshape", {pads, b.ints({-1})});
  if (value && b.rank(2) == 1)
    value = b.value("reshape", {value, b.ints({})});
  return b.becomes("pad", {b.in(0), pads, value}, b.takeRest());
}

} // namespace fixcon
