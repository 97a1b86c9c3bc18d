// The sum of both operands, broadcast; integers wrap.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAdd() {
  return OpDef("add")
      .summary("The sum of both operands, broadcast; integers wrap.")
      .operand("A")
      .operand("B")
      .commutative()
      .formula([](auto args, const Op &) { return args[0] + args[1]; })
      .onnx("Add", 7);
}

} // namespace fixcon
