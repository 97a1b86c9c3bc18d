// The inverse hyperbolic sine.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAsinh() {
  return OpDef("asinh")
      .summary("The inverse hyperbolic sine.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Asinh, {args[0]}); })
      .onnx("Asinh", 9);
}

} // namespace fixcon
