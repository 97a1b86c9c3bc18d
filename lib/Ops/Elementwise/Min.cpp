// The smallest of all operands, broadcast; NaN wins.
#include "Elementwise.h"

namespace fixcon {

OpDef defineMin() {
  return OpDef("min")
      .summary("The smallest of all operands.")
      .variadic("data_0")
      .clamp({.highOperand = 1})
      .commutative()
      .formula([](auto args, const Op &) { return foldBalanced(args, min); })
      .onnx("Min", 6);
}

} // namespace fixcon
