// Bounded rectifiers are clips, as they are where other formats spell them out.
#include "FusedActivation.h"

namespace fixcon {

Value *clipped(RuleBuilder &b, Value *y, double low, double high) {
  return b.value("clip", {y, b.scalarLike(y, low), b.scalarLike(y, high)});
}

Value *withFusedActivation(RuleBuilder &b, Value *y) {
  auto name = b.take<std::string>("fused_activation_function", "NONE");
  if (name == "NONE")
    return y;
  if (name == "RELU")
    return b.value("relu", {y});
  if (name == "RELU6")
    return clipped(b, y, 0, 6);
  if (name == "RELU_N1_TO_1")
    return clipped(b, y, -1, 1);
  if (name == "TANH")
    return b.value("tanh", {y});
  b.error() << "the fused activation " << name << " is not known";
  return nullptr;
}

LogicalResult finishWithFusedActivation(RuleBuilder &b, Value *y) {
  Value *activated = y ? withFusedActivation(b, y) : nullptr;
  if (!activated)
    return failure();
  b.result(0, activated);
  return success();
}

} // namespace fixcon
