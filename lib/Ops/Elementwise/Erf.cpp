// The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineErf() {
  return OpDef("erf")
      .summary("The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.")
      .operand("X")
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Erf, {args[0]}); })
      .onnx("Erf", 9);
}

} // namespace fixcon
