// The dtype of the result says what is meant, since the options may leave it out. A tensor that is dequantised and lies
// on no grid is one of narrow floats. Of complex numbers the real part is kept.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static bool isComplex(const Type &type) {
  return type.isTensor() && classOf(type.dtype()) == DTypeClass::Complex;
}

static Value *complexOf(RuleBuilder &b, Value *x, DType to) {
  x = b.cast(x, to == DType::C128 ? DType::F64 : DType::F32);
  x = b.value("unsqueeze", {x, b.ints({-1})});
  Value *zeros = b.value("mul", {x, b.scalarLike(x, 0)});
  return b.value("complex_of_parts", {b.value("concat", {x, zeros}, attrsOf({{"axis", -1}}))});
}

LogicalResult ruleTFLiteCast(Op &op, RuleBuilder &b) {
  b.ignore({"in_data_type", "out_data_type"});
  const Type &from = b.in(0)->type(), &to = op.result()->type();
  if (!to.isTensor())
    return b.error() << "the dtype of its result is not known";
  if (isComplex(from) && isComplex(to))
    return b.becomes("identity", {b.in(0)});
  Value *x = b.in(0);
  if (isComplex(from))
    x = b.value("gather", {b.value("complex_parts", {x}), b.scalar(0)}, attrsOf({{"axis", -1}}));
  b.result(0, isComplex(to) ? complexOf(b, x, to.dtype()) : b.cast(x, to.dtype()));
  return success();
}

} // namespace fixcon
