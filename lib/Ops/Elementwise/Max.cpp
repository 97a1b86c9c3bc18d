// The largest of all operands, broadcast; NaN wins.
#include "Elementwise.h"

namespace fixcon {

OpDef defineMax() {
  return OpDef("max")
      .summary("The largest of all operands.")
      .variadic("data_0")
      .clamp({.lowOperand = 1})
      .commutative()
      .formula([](auto args, const Op &) { return foldBalanced(args, max); })
      .onnx("Max", 6);
}

} // namespace fixcon
