// max(x, 0), element by element.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineRelu() {
  return OpDef("relu")
      .summary("What is positive stays, the rest becomes 0.")
      .operand("X")
      .clamp({.low = 0})
      .nonNegative()
      .formula([](auto args, const Op &) { return max(args[0], 0); })
      .onnx("Relu", 6);
}

} // namespace fixcon
