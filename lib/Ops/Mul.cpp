// The product of both operands, broadcast; integers wrap.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineMul() {
  return OpDef("mul")
      .summary("The product of both operands, broadcast; integers wrap.")
      .operand("A")
      .operand("B")
      .commutative()
      .formula([](auto args, const Op &) { return args[0] * args[1]; })
      .onnx("Mul", 7);
}

} // namespace fixcon
