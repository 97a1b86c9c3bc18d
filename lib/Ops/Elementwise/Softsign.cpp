// x / (1 + |x|).
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSoftsign() {
  return OpDef("softsign")
      .summary("A slow saturation to -1 and 1.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) {
        return args[0] / (Scalar(1) + Scalar::make(Scalar::Kind::Abs, {args[0]}));
      })
      .onnx("Softsign", 1);
}

} // namespace fixcon
