// Logical negation.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineNot() {
  return OpDef("not")
      .summary("True where x is false.")
      .operand("X")
      .dtypes(DType::Bool)
      .formula([](auto args, const Op &) { return equal(args[0], 0); })
      .onnx("Not", 1);
}

} // namespace fixcon
