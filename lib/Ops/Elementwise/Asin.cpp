// The arc sine in radians; NaN outside [-1, 1].
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAsin() {
  return OpDef("asin")
      .summary("The arc sine in radians; NaN outside [-1, 1].")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Asin, {args[0]}); })
      .onnx("Asin", 7);
}

} // namespace fixcon
