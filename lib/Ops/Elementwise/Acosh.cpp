// The inverse hyperbolic cosine; NaN below 1.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAcosh() {
  return OpDef("acosh")
      .summary("The inverse hyperbolic cosine; NaN below 1.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Acosh, {args[0]}); })
      .onnx("Acosh", 9);
}

} // namespace fixcon
