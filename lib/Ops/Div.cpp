// The quotient of both operands, broadcast; integers truncate toward zero.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineDiv() {
  return OpDef("div")
      .summary("The quotient of both operands, broadcast; integers truncate toward zero.")
      .operand("A")
      .operand("B")
      .formula([](auto args, const Op &) { return args[0] / args[1]; })
      .onnx("Div", 7);
}

} // namespace fixcon
