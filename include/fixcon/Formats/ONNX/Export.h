// Writing models: the inverse of import. An untouched graph gives the file that it came from, in
// every field.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// Writes a faithful graph of the ONNX dialect to `path`. Weights that came from external files, or
/// that would take the file beyond 2 GB, go to one data file beside it.
LogicalResult exportONNX(const Graph &graph, const std::string &path);

/// One tensor as an ONNX TensorProto file (.pb).
LogicalResult writeTensorProto(const Tensor &tensor, const std::string &name,
                               const std::string &path, Diagnostics &diags);

} // namespace fixcon
