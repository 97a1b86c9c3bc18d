// True where A is not above B. NaN is in no order.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineLessOrEqual() {
  return OpDef("less_or_equal")
      .summary("True where A is not above B.")
      .operand("A")
      .operand("B")
      .resultDType(DType::Bool)
      .formula([](auto args, const Op &) { return args[0] <= args[1]; })
      .onnx("LessOrEqual", 12);
}

} // namespace fixcon
