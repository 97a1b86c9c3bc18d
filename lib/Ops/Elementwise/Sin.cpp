// The sine of an angle in radians.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSin() {
  return OpDef("sin")
      .summary("The sine of an angle in radians.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Sin, {args[0]}); })
      .onnx("Sin", 7);
}

} // namespace fixcon
