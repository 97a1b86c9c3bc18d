// The smallest integer that is not below x.
#include "Elementwise.h"

namespace fixcon {

OpDef defineCeil() {
  return OpDef("ceil")
      .summary("The smallest integer that is not below x.")
      .operand("X")
      .infer(inferFloat)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Ceil, {args[0]}); })
      .onnx("Ceil", 6);
}

} // namespace fixcon
