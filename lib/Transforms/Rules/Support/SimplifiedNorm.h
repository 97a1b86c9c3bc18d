// Root-mean-square normalisation as ONNX Runtime's ops have it.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// `x` in another dtype; itself if that is the one it has.
Value *inDType(RuleBuilder &b, Value *x, DType dtype);

/// rms_normalization of `x` from `axis` on, in the dtype of `scale`. Where the dtypes differ, f32
/// is what is computed with.
Value *simplifiedNorm(RuleBuilder &b, Value *x, Value *scale, int64_t axis, double epsilon);

/// 1 / sqrt(mean of x^2 + epsilon) over all axes from `axis` on; null, with a report, if the rank
/// of `x` is not known.
Value *inverseRootMeanSquare(RuleBuilder &b, Value *x, int64_t axis, double epsilon);

} // namespace fixcon
