// Gemm before opset 7 says by `broadcast` that C may be smaller than the result; now it always may.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXGemm6(Op &op, RuleBuilder &b) {
  b.ignore({"broadcast"});
  return b.becomes("gemm", op.operands(), b.takeRest());
}

} // namespace fixcon
