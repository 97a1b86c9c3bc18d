// Constants of a faithful graph: weights, and ops without operands that hold a tensor attribute.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// The elements behind a faithful value; null if it is no constant.
const Tensor *faithfulConstant(const Graph &graph, const std::string &name);
/// Replaces them; shape and dtype must stay as they are.
void setFaithfulConstant(Graph &graph, const std::string &name, Tensor tensor);

} // namespace fixcon
