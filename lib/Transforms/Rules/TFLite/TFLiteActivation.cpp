// Activations with options. A softmax scales what it reads, along the last axis.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteActivation(Op &op, RuleBuilder &b) {
  if (op.type() == "LEAKY_RELU")
    return b.becomes("leaky_relu", {b.in(0)}, attrsOf({{"alpha", b.take("alpha", 0.0)}}));
  if (op.type() == "GELU")
    return b.becomes("gelu", {b.in(0)},
                     attrsOf({{"approximate", b.take("approximate", false) ? "tanh" : "none"}}));
  double beta = b.take("beta", 0.0);
  Value *x = beta == 1 ? b.in(0) : b.value("mul", {b.in(0), b.scalarLike(b.in(0), beta)});
  b.result(0, b.value("softmax", {x}, attrsOf({{"axis", -1}})));
  return success();
}

} // namespace fixcon
