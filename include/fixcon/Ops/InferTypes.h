// Types of whole graphs: inferred from those of their arguments, and verified.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// Structure (verifyStructure) and, for core ops, operand counts, attributes and result types that
/// agree with the op's shape rule.
LogicalResult verify(const Module &module);

/// A result whose elements follow from types alone.
struct KnownResult {
  Value *result;
  Tensor elements;
};

/// Gives every result of the core ops in `graph` the most precise type that follows; reports what
/// contradicts. Foreign ops keep their types. Where sizes are computed from sizes, the arithmetic
/// is followed, on symbols too; `known` receives the results that it gives as numbers, in the order
/// of ops. True if a type changed.
FailureOr<bool> inferTypes(Graph &graph, std::vector<KnownResult> *known = nullptr);

} // namespace fixcon
