// X to the power of Y; the result has the dtype of X, whatever Y is.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef definePow() {
  return OpDef("pow")
      .summary("X to the power of Y.")
      .operand("X")
      .operand("Y")
      .dtypes(realTypes, {"X"})
      .dtypes(realTypes, {"Y"})
      .formula(
          [](auto args, const Op &) { return Scalar::make(Scalar::Kind::Pow, {args[0], args[1]}); })
      .onnx("Pow", 7);
}

} // namespace fixcon
