// The bits set in both operands.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineBitwiseAnd() {
  return OpDef("bitwise_and")
      .summary("The bits set in both operands.")
      .operand("A")
      .operand("B")
      .commutative()
      .dtypes(integerTypes)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitAnd, {args[0], args[1]});
      })
      .onnx("BitwiseAnd", 18);
}

} // namespace fixcon
