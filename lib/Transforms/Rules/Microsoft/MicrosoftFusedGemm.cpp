// FusedGemm: a Gemm and an activation whose parameters are attributes of their own.
#include "Rules/Support/Activation.h"
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftFusedGemm(Op &op, RuleBuilder &b) {
  auto name = b.take<std::string>("activation");
  Attribute::Floats params;
  for (const char *parameter : {"activation_alpha", "activation_beta", "activation_gamma"})
    if (auto value = b.take<double>(parameter))
      params.push_back(*value);
  return finishWithActivation(b, b.value("gemm", op.operands(), b.takeRest()), name, params);
}

} // namespace fixcon
