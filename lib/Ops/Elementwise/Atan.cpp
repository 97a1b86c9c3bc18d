// The arc tangent in radians.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAtan() {
  return OpDef("atan")
      .summary("The arc tangent in radians.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Atan, {args[0]}); })
      .onnx("Atan", 7);
}

} // namespace fixcon
