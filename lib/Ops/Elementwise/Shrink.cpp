// x + bias below -lambd, x - bias above lambd, 0 between.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct ShrinkAttrs {
  double bias = 0.0;
  double lambd = 0.5;

  template <class V> void visit(V &v) {
    v("bias", bias);
    v("lambd", lambd);
  }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<ShrinkAttrs>(op);
  Scalar above = select(args[0] > attrs.lambd, args[0] - attrs.bias, 0);
  return select(args[0] < -attrs.lambd, args[0] + attrs.bias, above);
}

} // namespace

OpDef defineShrink() {
  return OpDef("shrink")
      .summary("Values near 0 become 0, the others move toward it.")
      .operand("X")
      .attrs<ShrinkAttrs>()
      .formula(formula)
      .onnx("Shrink", 9);
}

} // namespace fixcon
