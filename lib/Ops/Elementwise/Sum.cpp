// The sum of all operands, broadcast.
#include "Elementwise.h"

namespace fixcon {

OpDef defineSum() {
  return OpDef("sum")
      .summary("The sum of all operands.")
      .variadic("data_0")
      .commutative()
      .formula([](auto args, const Op &) { return foldBalanced(args, operator+); })
      .onnx("Sum", 6);
}

} // namespace fixcon
