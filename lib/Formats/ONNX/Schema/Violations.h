// A file may break the standard; what fixcon changes in it must not.
#pragma once

#include "fixcon/IR/Graph.h"
#include "fixcon/Support/Result.h"

namespace fixcon {

/// Keeps what the schemas say against a graph that was just read in its attribute `onnx.violations`.
void keepViolations(Graph &graph);

/// Reports what the schemas say against a graph that its file did not have, and fails if that is
/// something.
LogicalResult reportNewViolations(const Graph &graph);

} // namespace fixcon
