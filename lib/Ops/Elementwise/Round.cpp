// The nearest integer; halves go to the even one.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineRound() {
  return OpDef("round")
      .summary("The nearest integer; halves go to the even one.")
      .operand("X")
      .dtypes(floatTypes)
      .formula(
          [](auto args, const Op &) { return Scalar::make(Scalar::Kind::RoundEven, {args[0]}); })
      .onnx("Round", 11);
}

} // namespace fixcon
