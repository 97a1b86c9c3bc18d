// The remainder of A / B: with the sign of the divisor, or with fmod = 1 that of the dividend.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct ModAttrs {
  int64_t fmod = 0; ///< 1: as in C

  template <class V> void visit(V &v) { v("fmod", fmod); }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  bool fmod = readAttrs<ModAttrs>(op).fmod != 0;
  return Scalar::make(fmod ? Scalar::Kind::Fmod : Scalar::Kind::FloorMod, {args[0], args[1]});
}

} // namespace

OpDef defineMod() {
  return OpDef("mod")
      .summary("The remainder of the division of A by B.")
      .operand("A")
      .operand("B")
      .attrs<ModAttrs>()
      .formula(formula)
      .onnx("Mod", 10);
}

} // namespace fixcon
