// The inverse hyperbolic tangent; NaN outside [-1, 1].
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAtanh() {
  return OpDef("atanh")
      .summary("The inverse hyperbolic tangent; NaN outside [-1, 1].")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Atanh, {args[0]}); })
      .onnx("Atanh", 9);
}

} // namespace fixcon
