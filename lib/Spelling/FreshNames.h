// Names that nothing in a model has.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// `base` itself if no node of the top-level graph around `graph`, or nested in it, is called so,
/// else base_1 ...
std::string uniqueNodeName(const Graph &graph, const std::string &base);

} // namespace fixcon
