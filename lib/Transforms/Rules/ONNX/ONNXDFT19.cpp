// DFT of opsets 17 to 19 has the axis as an attribute, and without one transforms along axis 1;
// newer ones along the last but one.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXDFT19(Op &, RuleBuilder &b) {
  Value *axis = b.scalar(b.take<int64_t>("axis", 1));
  return b.becomes("dft", {b.in(0), b.in(1), axis}, b.takeRest());
}

} // namespace fixcon
