// True where exactly one operand is.
#include "Elementwise.h"

namespace fixcon {

OpDef defineXor() {
  return OpDef("xor")
      .summary("True where exactly one operand is.")
      .operand("A")
      .operand("B")
      .commutative()
      .infer(inferLogical)
      .formula([](auto args, const Op &) {
        return Scalar::make(Scalar::Kind::BitXor, {args[0], args[1]});
      })
      .onnx("Xor", 7);
}

} // namespace fixcon
