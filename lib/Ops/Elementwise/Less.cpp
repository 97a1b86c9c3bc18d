// True where A is below B. NaN is in no order.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineLess() {
  return OpDef("less")
      .summary("True where A is below B.")
      .operand("A")
      .operand("B")
      .resultDType(DType::Bool)
      .formula([](auto args, const Op &) { return args[0] < args[1]; })
      .onnx("Less", 7);
}

} // namespace fixcon
