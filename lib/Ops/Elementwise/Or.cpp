// True where either operand is.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineOr() {
  return OpDef("or")
      .summary("True where either operand is.")
      .operand("A")
      .operand("B")
      .commutative()
      .dtypes(DType::Bool)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitOr, {args[0], args[1]});
      })
      .onnx("Or", 7);
}

} // namespace fixcon
