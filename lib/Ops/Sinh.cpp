// The hyperbolic sine.
#include "Elementwise.h"

namespace fixcon {

OpDef defineSinh() {
  return OpDef("sinh")
      .summary("The hyperbolic sine.")
      .operand("X")
      .infer(inferFloat)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Sinh, {args[0]}); })
      .onnx("Sinh", 9);
}

} // namespace fixcon
