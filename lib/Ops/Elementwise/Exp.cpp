// e to the power of x.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineExp() {
  return OpDef("exp")
      .summary("e to the power of x.")
      .operand("X")
      .dtypes(floatTypes)
      .nonNegative()
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Exp, {args[0]}); })
      .onnx("Exp", 6);
}

} // namespace fixcon
