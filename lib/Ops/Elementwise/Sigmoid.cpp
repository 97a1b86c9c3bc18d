// 1 / (1 + exp(-x)); the exponential may overflow to infinity, which gives the right 0.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSigmoid() {
  return OpDef("sigmoid")
      .summary("The logistic function.")
      .operand("X")
      .dtypes(floatTypes)
      .nonNegative()
      .formula([](auto args, const Op &) {
        return Scalar(1) / (Scalar(1) + Scalar::make(Scalar::Kind::Exp, {-args[0]}));
      })
      .onnx("Sigmoid", 6);
}

} // namespace fixcon
