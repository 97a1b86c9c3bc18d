// The activation that fused ops carry by name.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// Result 0 is `y` behind the activation of that ONNX name, if there is one. `params` are its
/// attributes in the order alpha, beta; for a clip its bounds.
LogicalResult finishWithActivation(RuleBuilder &b, Value *y, const std::optional<std::string> &name,
                                   const Attribute::Floats &params);

} // namespace fixcon
