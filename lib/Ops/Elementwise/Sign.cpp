// -1, 0 or 1.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSign() {
  return OpDef("sign")
      .summary("-1, 0 or 1.")
      .operand("X")
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Sign, {args[0]}); })
      .onnx("Sign", 9);
}

} // namespace fixcon
