// One number everywhere, or numbers in equal steps; all operands may be computed.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteFill(Op &op, RuleBuilder &b) {
  if (op.type() == "FILL")
    return b.becomes("expand", {b.in(1), b.in(0)});
  return b.becomes("range", {b.in(0), b.in(1), b.in(2)});
}

} // namespace fixcon
