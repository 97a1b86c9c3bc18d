// The natural logarithm; NaN below 0.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineLog() {
  return OpDef("log")
      .summary("The natural logarithm; NaN below 0.")
      .operand("X")
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Log, {args[0]}); })
      .onnx("Log", 6);
}

} // namespace fixcon
