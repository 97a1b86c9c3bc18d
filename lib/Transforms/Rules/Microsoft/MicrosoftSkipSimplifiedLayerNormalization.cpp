// SkipSimplifiedLayerNormalization: rms_normalization(input + skip + bias) over the last axis; the
// sum is the fourth result. Without an epsilon it is 1e-12.
#include "Rules/Support/SimplifiedNorm.h"

namespace fixcon {

LogicalResult ruleMicrosoftSkipSimplifiedLayerNormalization(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2})))
    return failure();
  double epsilon = b.take<double>("epsilon", double(1e-12f));
  Value *sum = b.value("add", {b.in(0), b.in(1)});
  if (b.in(3))
    sum = b.value("add", {sum, b.in(3)});
  b.result(0, simplifiedNorm(b, sum, b.in(2), -1, epsilon));
  b.result(3, sum);
  return success();
}

} // namespace fixcon
