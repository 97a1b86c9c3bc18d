// True where both operands are.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAnd() {
  return OpDef("and")
      .summary("True where both operands are.")
      .operand("A")
      .operand("B")
      .commutative()
      .dtypes(DType::Bool)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitAnd, {args[0], args[1]});
      })
      .onnx("And", 7);
}

} // namespace fixcon
