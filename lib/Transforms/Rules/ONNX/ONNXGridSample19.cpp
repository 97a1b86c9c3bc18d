// GridSample before opset 20 samples two axes and calls its methods bilinear and bicubic.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXGridSample19(Op &op, RuleBuilder &b) {
  std::string mode = b.take<std::string>("mode", "bilinear");
  AttrDict attrs = b.takeRest();
  attrs.set("mode", mode == "bilinear" ? "linear" : mode == "bicubic" ? "cubic" : mode);
  return b.becomes("grid_sample", op.operands(), std::move(attrs));
}

} // namespace fixcon
