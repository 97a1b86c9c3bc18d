// The smallest integer that is not below x.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineCeil() {
  return OpDef("ceil")
      .summary("The smallest integer that is not below x.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Ceil, {args[0]}); })
      .onnx("Ceil", 6);
}

} // namespace fixcon
