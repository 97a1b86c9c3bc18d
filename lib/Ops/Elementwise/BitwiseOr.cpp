// The bits set in either operand.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineBitwiseOr() {
  return OpDef("bitwise_or")
      .summary("The bits set in either operand.")
      .operand("A")
      .operand("B")
      .commutative()
      .dtypes(integerTypes)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitOr, {args[0], args[1]});
      })
      .onnx("BitwiseOr", 18);
}

} // namespace fixcon
