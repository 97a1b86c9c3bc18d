// The core op has one dtype for `x` and `scale`; casts to f32 and back stand around it only where
// the two are known to differ. The reciprocal root, a result that ONNX Runtime's ops give beside
// the normalised tensor, is spelt out in single ops and always f32.
#include "SimplifiedNorm.h"

namespace fixcon {

Value *inDType(RuleBuilder &b, Value *x, DType dtype) {
  if (!x->type().isTensor() || x->type().dtype() == dtype)
    return x;
  return b.cast(x, dtype);
}

Value *simplifiedNorm(RuleBuilder &b, Value *x, Value *scale, int64_t axis, double epsilon) {
  AttrDict attrs = attrsOf({{"axis", axis}, {"epsilon", epsilon}});
  bool known = x->type().isTensor() && scale->type().isTensor();
  if (!known || x->type().dtype() == scale->type().dtype())
    return b.value("rms_normalization", {x, scale}, std::move(attrs));
  DType wanted = scale->type().dtype();
  Value *y = b.value("rms_normalization",
                     {inDType(b, x, DType::F32), inDType(b, scale, DType::F32)}, std::move(attrs));
  return inDType(b, y, wanted);
}

Value *inverseRootMeanSquare(RuleBuilder &b, Value *x, int64_t axis, double epsilon) {
  if (!x->type().isTensor() || !x->type().isRanked()) {
    b.error() << "the rank of '" << x->name() << "' is not known";
    return nullptr;
  }
  auto rank = static_cast<int64_t>(x->type().rank());
  std::vector<int64_t> axes;
  for (int64_t i = axis < 0 ? axis + rank : axis; i < rank; ++i)
    axes.push_back(i);
  Value *real = inDType(b, x, DType::F32);
  Value *mean = b.value("reduce_mean", {b.value("mul", {real, real}), b.ints(axes)});
  Value *root = b.value("sqrt", {b.value("add", {mean, b.scalarLike(mean, epsilon)})});
  return b.value("reciprocal", {root});
}

} // namespace fixcon
