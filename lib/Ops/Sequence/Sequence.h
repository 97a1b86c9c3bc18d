// What ops on sequences share: the type of the elements, and positions that count from either end.
//
// When a graph runs, what is said of a list's elements has no shapes: each element has its own.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// What the elements of operand i are; an error with this label if it is no sequence.
FailureOr<Type> sequenceElement(InferContext &context, unsigned i, std::string_view label);

/// Operand i, if it is there, is one integer; else an error with this label.
LogicalResult checkPosition(InferContext &context, unsigned i, std::string_view label);

/// The position that operand i says in a list of `count`: from -count, the first, to `last`.
FailureOr<size_t> readPosition(EvalContext &context, unsigned i, size_t count, int64_t last);

/// A sequence that differs from operand 0 in its elements.
Datum withElements(const EvalContext &context, std::vector<Datum> elements);

} // namespace fixcon
