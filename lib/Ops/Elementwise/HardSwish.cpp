// x * max(0, min(1, x / 6 + 1 / 2)).
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineHardSwish() {
  return OpDef("hard_swish")
      .summary("x times a piecewise linear gate.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return args[0] * max(0, min(1, args[0] / 6 + 0.5)); })
      .onnx("HardSwish", 14);
}

} // namespace fixcon
