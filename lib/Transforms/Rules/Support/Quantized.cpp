// Ties go to even. With an even zero point, or none, rounding the quotient and rounding the
// quotient plus zero point are the same, so `round_shifted` is set only where they differ; a zero
// point that is not known counts as odd.
#include "Quantized.h"

namespace fixcon {

Value *dequantized(RuleBuilder &b, Value *q, Value *scale, Value *zeroPoint) {
  return b.value("dequantize_linear", {q, scale, zeroPoint});
}

Value *dequantized(RuleBuilder &b, unsigned first) {
  return dequantized(b, b.in(first), b.in(first + 1), b.in(first + 2));
}

static bool isEven(const Value *zeroPoint) {
  if (!zeroPoint)
    return true;
  const Tensor *known = zeroPoint->isWeight() ? &zeroPoint->tensor() : nullptr;
  return known && isInteger(known->dtype()) && known->size() == 1 && known->toInt(0) % 2 == 0;
}

LogicalResult finishQuantized(RuleBuilder &b, Value *y, Value *scale, Value *zeroPoint,
                              const Value *like, Rounds rounds) {
  AttrDict attrs;
  if (rounds == Rounds::Shifted && !isEven(zeroPoint))
    attrs.set("round_shifted", int64_t(1));
  if (!zeroPoint) {
    if (!like->type().isTensor())
      return b.error() << "the element type of '" << like->name() << "' is not known";
    attrs.set("output_dtype", like->type().dtype());
  }
  b.result(0, b.value("quantize_linear", {y, scale, zeroPoint}, std::move(attrs)));
  return success();
}

Value *scaledSum(RuleBuilder &b, Value *integers, Value *aScale, Value *bScale) {
  Value *real = b.cast(integers, DType::F32);
  return b.value("mul", {real, b.value("mul", {aScale, bScale})});
}

} // namespace fixcon
