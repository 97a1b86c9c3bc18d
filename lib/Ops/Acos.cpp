// The arc cosine in radians; NaN outside [-1, 1].
#include "Elementwise.h"

namespace fixcon {

OpDef defineAcos() {
  return OpDef("acos")
      .summary("The arc cosine in radians; NaN outside [-1, 1].")
      .operand("X")
      .infer(inferFloat)
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Acos, {args[0]}); })
      .onnx("Acos", 7);
}

} // namespace fixcon
