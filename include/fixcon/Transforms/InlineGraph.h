// Moving the content of a nested graph to where the op that holds it stands.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// Copies of the graph's weights and ops in front of `holder`, with operands through `map`, which
/// gets an entry for each copied value. Names stay: they are unique across nested graphs.
void copyInFrontOf(const Graph &nested, Op &holder, ValueMap &map);

} // namespace fixcon
