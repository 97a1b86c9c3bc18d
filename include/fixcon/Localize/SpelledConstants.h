// Attributes that a file says by a constant of one of several ops.
#pragma once

#include "fixcon/IR/Graph.h"

#include <vector>

namespace fixcon {

/// The operands of the faithful ops behind a core op that are one number, equal in f32 to `value`: where ops
/// that were put together to one spell an attribute of it, as an Add does with the epsilon of a
/// normalisation.
std::vector<Use> spelledConstants(const Op &core, const Attribute &value, const Graph &faithful);

} // namespace fixcon
