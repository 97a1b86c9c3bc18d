// Pieces of type inference that verification shares.
#pragma once

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The operands' types; values of weights.
InferContext declaredContext(const Op &op);

/// What both types say together; nullopt if no tensor has both.
std::optional<Type> meet(const Type &declared, const Type &inferred);

/// The most precise type that takes in both; unknown if they do not even share kind and dtype. A
/// type that nobody knows is taken to be the other.
Type join(const Type &a, const Type &b);

} // namespace fixcon
