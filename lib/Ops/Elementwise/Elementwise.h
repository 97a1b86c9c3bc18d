// Elementwise ops: the default shape rule, those of ops that have more to say, and the values.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Result 0 gets the dims that all operands broadcast to.
/// Labels: <op>_c1 an operand is no tensor, <op>_c2 shapes do not broadcast.
LogicalResult inferBroadcast(InferContext &context, DType result);

/// The shape rule of an elementwise op that names none.
LogicalResult inferElementwise(const OpDef &def, InferContext &context);
/// Computes the result by the op's formula, on dtypes that formulas do not know by its reference.
LogicalResult evaluateElementwise(const OpDef &def, EvalContext &context);

/// All arguments combined, with a depth that stays small however many there are.
Scalar foldBalanced(std::span<const Scalar> args, Scalar (*combine)(Scalar, Scalar));

} // namespace fixcon
