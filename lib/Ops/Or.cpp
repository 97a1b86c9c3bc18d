// True where either operand is.
#include "Elementwise.h"

namespace fixcon {

OpDef defineOr() {
  return OpDef("or")
      .summary("True where either operand is.")
      .operand("A")
      .operand("B")
      .commutative()
      .infer(inferLogical)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitOr, {args[0], args[1]});
      })
      .onnx("Or", 7);
}

} // namespace fixcon
