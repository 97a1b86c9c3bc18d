// Values of movement ops.
#pragma once

#include "fixcon/Support/Result.h"

namespace fixcon {

class EvalContext;
class OpDef;

/// Computes the results of a movement op by its index maps.
LogicalResult evaluateMovement(const OpDef &def, EvalContext &context);

} // namespace fixcon
