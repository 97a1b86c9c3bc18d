// True where A is above B. NaN is in no order.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineGreater() {
  return OpDef("greater")
      .summary("True where A is above B.")
      .operand("A")
      .operand("B")
      .resultDType(DType::Bool)
      .formula([](auto args, const Op &) { return args[0] > args[1]; })
      .onnx("Greater", 7);
}

} // namespace fixcon
