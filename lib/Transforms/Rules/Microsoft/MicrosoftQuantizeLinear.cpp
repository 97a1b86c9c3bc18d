// QuantizeLinear and DequantizeLinear of this domain mean the standard ones, axis 1 unless said
// otherwise.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftQuantizeLinear(Op &op, RuleBuilder &b) {
  return b.becomes(op.type() == "QuantizeLinear" ? "quantize_linear" : "dequantize_linear",
                   op.operands(), b.takeRest());
}

} // namespace fixcon
