// The cosine of an angle in radians.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineCos() {
  return OpDef("cos")
      .summary("The cosine of an angle in radians.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Cos, {args[0]}); })
      .onnx("Cos", 7);
}

} // namespace fixcon
