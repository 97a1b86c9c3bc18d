// SkipLayerNormalization: layer_normalization(input + skip + bias) over the last axis; the sum is
// the fourth result. Without an epsilon it is 1e-12, not the 1e-5 of LayerNormalization.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftSkipLayerNormalization(Op &op, RuleBuilder &b) {
  Value *sum = b.value("add", {op.operand(0), op.operand(1)});
  if (op.operand(4))
    sum = b.value("add", {sum, op.operand(4)});
  double epsilon = b.take<double>("epsilon", double(1e-12f));
  unsigned results = op.numResults() > 2 && op.hasResult(2) ? 3 : op.numResults() > 1 ? 2 : 1;
  Op *normal = b.create("layer_normalization", {sum, op.operand(2), op.operand(3)},
                        attrsOf({{"axis", int64_t(-1)}, {"epsilon", epsilon}}), results);
  b.results(normal);
  if (op.hasResult(3))
    b.result(3, sum);
  return success();
}

} // namespace fixcon
