// The hyperbolic sine.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSinh() {
  return OpDef("sinh")
      .summary("The hyperbolic sine.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Sinh, {args[0]}); })
      .onnx("Sinh", 9);
}

} // namespace fixcon
