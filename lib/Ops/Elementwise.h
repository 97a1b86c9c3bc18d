// The shape rule of elementwise ops, for those that have more to say than the default.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Result 0 gets the dims that all operands broadcast to.
/// Labels: <op>_c1 an operand is no tensor, <op>_c2 shapes do not broadcast.
LogicalResult inferBroadcast(InferContext &context, DType result);

/// Label <op>_c3: present operands share a dtype.
LogicalResult checkSameDType(InferContext &context);

} // namespace fixcon
