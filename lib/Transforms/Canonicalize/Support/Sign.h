// What is known of the sign of a value without running the model.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// Whether every element is at least 0 whatever the inputs are (NaN aside).
bool isNonNegative(const Value *value);
/// Whether every element is greater than 0 whatever the inputs are (NaN aside).
bool isPositive(const Value *value);

} // namespace fixcon
