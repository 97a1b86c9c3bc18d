// SimplifiedLayerNormalization, which ONNX Runtime has in the standard domain: rms_normalization,
// and the reciprocal root on demand.
#include "Rules/Support/SimplifiedNorm.h"

namespace fixcon {

LogicalResult ruleONNXSimplifiedLayerNormalization(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  int64_t axis = b.take<int64_t>("axis", -1);
  double epsilon = b.take<double>("epsilon", double(1e-5f));
  if (b.take<int64_t>("stash_type", 1) != 1)
    return b.error() << "only stash_type 1 is understood";
  b.result(0, simplifiedNorm(b, b.in(0), b.in(1), axis, epsilon));
  if (op.numResults() < 2 || !op.hasResult(1))
    return success();
  Value *inverse = inverseRootMeanSquare(b, b.in(0), axis, epsilon);
  if (!inverse)
    return failure();
  b.result(1, inverse);
  return success();
}

} // namespace fixcon
