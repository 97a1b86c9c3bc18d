// Nested graphs with arguments that stand somewhere else.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// Whether a nested graph takes and gives so many values.
bool fitsBody(const Graph &body, size_t arguments, size_t outputs);

/// Copies what `body` holds to the end of `into`, or in front of `before`, with its arguments replaced and new names
/// for its values. Its outputs there.
std::vector<Value *> copyBody(const Graph &body, const std::vector<Value *> &arguments, Graph &into,
                              Op *before = nullptr);

} // namespace fixcon
