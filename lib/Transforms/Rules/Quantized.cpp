#include "Quantized.h"

#include "fixcon/Ops/ElementCode.h"

namespace fixcon {

static bool isSingle(const Type &type) {
  return type.isStatic() && elementCount(type.shape()) == 1;
}

/// A scale and its zero point may be given as a scalar and a vector of one element; core ops want
/// one shape.
static Value *shapedLike(RuleBuilder &b, Value *zeroPoint, const Value *scale) {
  if (!zeroPoint || !scale || !isSingle(zeroPoint->type()) || !isSingle(scale->type()) ||
      zeroPoint->type().rank() == scale->type().rank())
    return zeroPoint;
  return b.value("reshape", {zeroPoint, b.ints(scale->type().shape())});
}

Value *dequantized(RuleBuilder &b, Value *q, Value *scale, Value *zeroPoint) {
  return b.value("dequantize_linear", {q, scale, shapedLike(b, zeroPoint, scale)});
}

Value *dequantized(RuleBuilder &b, unsigned first) {
  return dequantized(b, b.in(first), b.in(first + 1), b.in(first + 2));
}

LogicalResult finishQuantized(RuleBuilder &b, Value *y, Value *scale, Value *zeroPoint,
                              const Value *like) {
  AttrDict attrs;
  if (!zeroPoint) {
    if (!like->type().isTensor())
      return b.error() << "the element type of '" << like->name() << "' is not known";
    attrs.set("output_dtype", codeOf(like->type().dtype()));
  }
  b.result(0, b.value("quantize_linear", {y, scale, shapedLike(b, zeroPoint, scale)},
                      std::move(attrs)));
  return success();
}

Value *scaledSum(RuleBuilder &b, Value *integers, Value *aScale, Value *bScale) {
  Value *real = b.value("cast", {integers}, attrsOf({{"to", codeOf(DType::F32)}}));
  return b.value("mul", {real, b.value("mul", {aScale, bScale})});
}

} // namespace fixcon
