// The axis is an operand of both.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteCumSum(Op &, RuleBuilder &b) {
  bool exclusive = b.take("exclusive", false), reverse = b.take("reverse", false);
  return b.becomes("cum_sum", {b.in(0), b.in(1)},
                   attrsOf({{"exclusive", exclusive ? 1 : 0}, {"reverse", reverse ? 1 : 0}}));
}

} // namespace fixcon
