// The hyperbolic tangent.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineTanh() {
  return OpDef("tanh")
      .summary("The hyperbolic tangent.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Tanh, {args[0]}); })
      .onnx("Tanh", 6);
}

} // namespace fixcon
