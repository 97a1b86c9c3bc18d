// The hyperbolic cosine.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineCosh() {
  return OpDef("cosh")
      .summary("The hyperbolic cosine.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Cosh, {args[0]}); })
      .onnx("Cosh", 9);
}

} // namespace fixcon
