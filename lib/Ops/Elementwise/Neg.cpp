// -x; integers wrap.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineNeg() {
  return OpDef("neg")
      .summary("The negative; integers wrap.")
      .operand("X")
      .formula([](auto args, const Op &) { return -args[0]; })
      .onnx("Neg", 6);
}

} // namespace fixcon
