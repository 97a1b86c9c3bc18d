// True where x is NaN.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineIsNaN() {
  return OpDef("is_nan")
      .summary("True where x is not a number.")
      .operand("X")
      .resultDType(DType::Bool)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::IsNaN, {args[0]}); })
      .onnx("IsNaN", 9);
}

} // namespace fixcon
