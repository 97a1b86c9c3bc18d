// The arc cosine in radians; NaN outside [-1, 1].
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAcos() {
  return OpDef("acos")
      .summary("The arc cosine in radians; NaN outside [-1, 1].")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Acos, {args[0]}); })
      .onnx("Acos", 7);
}

} // namespace fixcon
