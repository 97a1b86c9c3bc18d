// The tangent of an angle in radians.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineTan() {
  return OpDef("tan")
      .summary("The tangent of an angle in radians.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Tan, {args[0]}); })
      .onnx("Tan", 7);
}

} // namespace fixcon
