// Nodes in an order in which each stands behind what it uses, its nested graphs included.
#pragma once

#include "fixcon/Support/Diagnostic.h"

namespace fixcon {
namespace onnx {
class NodeProto;
}

/// Positions in `nodes`: those of the file if it is sorted, as the format demands, else the order
/// nearest to it. An error at a node of a cycle names all of the cycle.
FailureOr<std::vector<int>> nodeOrder(const std::vector<onnx::NodeProto *> &nodes,
                                      const std::string &path, Diagnostics &diags);

} // namespace fixcon
