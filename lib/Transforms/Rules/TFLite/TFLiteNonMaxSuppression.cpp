// The best of overlapping boxes; version 4 gives no scores.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteNonMaxSuppression(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2})))
    return failure();
  bool isSoft = op.type() == "NON_MAX_SUPPRESSION_V5";
  Op *kept =
      b.create("soft_non_max_suppression",
               {b.in(0), b.in(1), b.in(2), b.in(3), b.in(4), isSoft ? b.in(5) : nullptr}, {}, 3);
  if (isSoft) {
    b.results(kept);
    return success();
  }
  b.result(0, kept->result(0));
  b.result(1, kept->result(2));
  return success();
}

} // namespace fixcon
