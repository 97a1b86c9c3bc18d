// Arithmetic with an activation behind it. How integers of 16 bits are scaled concerns quantised tensors alone.
#include "Rules/Support/FusedActivation.h"

namespace fixcon {

LogicalResult ruleTFLiteBinary(Op &op, RuleBuilder &b) {
  std::string core;
  for (char c : op.type())
    core += static_cast<char>(c - 'A' + 'a');
  b.ignore({"pot_scale_int16"});
  return finishWithFusedActivation(b, b.value(core, {b.in(0), b.in(1)}));
}

} // namespace fixcon
