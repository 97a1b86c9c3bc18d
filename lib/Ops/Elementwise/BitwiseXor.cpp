// The bits set in exactly one operand.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineBitwiseXor() {
  return OpDef("bitwise_xor")
      .summary("The bits set in exactly one operand.")
      .operand("A")
      .operand("B")
      .commutative()
      .dtypes(integerTypes)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitXor, {args[0], args[1]});
      })
      .onnx("BitwiseXor", 18);
}

} // namespace fixcon
