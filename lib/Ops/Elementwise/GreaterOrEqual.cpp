// True where A is not below B. NaN is in no order.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineGreaterOrEqual() {
  return OpDef("greater_or_equal")
      .summary("True where A is not below B.")
      .operand("A")
      .operand("B")
      .resultDType(DType::Bool)
      .formula([](auto args, const Op &) { return args[0] >= args[1]; })
      .onnx("GreaterOrEqual", 12);
}

} // namespace fixcon
