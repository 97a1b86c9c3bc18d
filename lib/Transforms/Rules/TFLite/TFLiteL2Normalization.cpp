// Each vector along the last axis divided by its norm, which is not taken below 1e-6. The operator ignores the
// activation that it has.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteL2Normalization(Op &, RuleBuilder &b) {
  b.ignore({"fused_activation_function"});
  Value *squares =
      b.value("reduce_sum_square", {b.in(0), b.ints({-1})}, attrsOf({{"keepdims", 1}}));
  Value *norm = b.value("max", {b.value("sqrt", {squares}), b.scalarLike(b.in(0), 1e-6)});
  b.result(0, b.value("div", {b.in(0), norm}));
  return success();
}

} // namespace fixcon
