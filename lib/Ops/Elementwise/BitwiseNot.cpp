// Every bit the other way round.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineBitwiseNot() {
  return OpDef("bitwise_not")
      .summary("Every bit inverted.")
      .operand("X")
      .dtypes(integerTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::BitNot, {args[0]}); })
      .onnx("BitwiseNot", 18);
}

} // namespace fixcon
