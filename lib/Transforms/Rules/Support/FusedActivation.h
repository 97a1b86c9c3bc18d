// The activation that TensorFlow Lite's operators apply to their result.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// `y` between two bounds.
Value *clipped(RuleBuilder &b, Value *y, double low, double high);

/// `y` behind the attribute `fused_activation_function`, which is taken. Null, with a report, if it is not known.
Value *withFusedActivation(RuleBuilder &b, Value *y);

/// Result 0 is `y` behind that activation.
LogicalResult finishWithFusedActivation(RuleBuilder &b, Value *y);

} // namespace fixcon
