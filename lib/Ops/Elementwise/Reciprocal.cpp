// 1 / x.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineReciprocal() {
  return OpDef("reciprocal")
      .summary("One divided by x.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar(1) / args[0]; })
      .onnx("Reciprocal", 6);
}

} // namespace fixcon
