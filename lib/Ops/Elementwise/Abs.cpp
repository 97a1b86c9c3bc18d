// The distance from 0; the smallest signed integer stays as it is.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineAbs() {
  return OpDef("abs")
      .summary("The distance from 0; the smallest signed integer stays as it is.")
      .operand("X")
      .nonNegative()
      .formula([](auto args, const Op &) { return Scalar::make(Scalar::Kind::Abs, {args[0]}); })
      .onnx("Abs", 6);
}

} // namespace fixcon
