// The square root; NaN below 0.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSqrt() {
  return OpDef("sqrt")
      .summary("The square root; NaN below 0.")
      .operand("X")
      .dtypes(floatTypes)
      .nonNegative()
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Sqrt, {args[0]}); })
      .onnx("Sqrt", 6);
}

} // namespace fixcon
