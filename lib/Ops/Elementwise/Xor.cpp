// True where exactly one operand is.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineXor() {
  return OpDef("xor")
      .summary("True where exactly one operand is.")
      .operand("A")
      .operand("B")
      .commutative()
      .dtypes(DType::Bool)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitXor, {args[0], args[1]});
      })
      .onnx("Xor", 7);
}

} // namespace fixcon
