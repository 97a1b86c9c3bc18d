// Shape rules of elementwise ops, for those that have more to say than the default.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Result 0 gets the dims that all operands broadcast to.
/// Labels: <op>_c1 an operand is no tensor, <op>_c2 shapes do not broadcast.
LogicalResult inferBroadcast(InferContext &context, DType result);

/// Label <op>_c3: present operands share a dtype.
LogicalResult checkSameDType(InferContext &context);

// Like the default rule; label <op>_c4 if operand 0 is not of the kind.
LogicalResult inferFloat(InferContext &context);
LogicalResult inferInteger(InferContext &context);
LogicalResult inferLogical(InferContext &context);

/// All arguments combined, with a depth that stays small however many there are.
Scalar foldBalanced(std::span<const Scalar> args, Scalar (*combine)(Scalar, Scalar));

} // namespace fixcon
