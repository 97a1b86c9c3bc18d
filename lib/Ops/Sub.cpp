// The difference of both operands, broadcast; integers wrap.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSub() {
  return OpDef("sub")
      .summary("The difference of both operands, broadcast; integers wrap.")
      .operand("A")
      .operand("B")
      .formula([](auto args, const Op &) { return args[0] - args[1]; })
      .onnx("Sub", 7);
}

} // namespace fixcon
