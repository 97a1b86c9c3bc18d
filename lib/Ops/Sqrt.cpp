// The square root; NaN below 0.
#include "Elementwise.h"

namespace fixcon {

OpDef defineSqrt() {
  return OpDef("sqrt")
      .summary("The square root; NaN below 0.")
      .operand("X")
      .infer(inferFloat)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Sqrt, {args[0]}); })
      .onnx("Sqrt", 6);
}

} // namespace fixcon
