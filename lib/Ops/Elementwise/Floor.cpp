// The largest integer that is not above x.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineFloor() {
  return OpDef("floor")
      .summary("The largest integer that is not above x.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Floor, {args[0]}); })
      .onnx("Floor", 6);
}

} // namespace fixcon
