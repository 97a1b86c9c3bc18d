// Initialisers become weights.
#pragma once

#include "ImportContext.h"
#include "Names/Scope.h"

namespace fixcon {
namespace onnx {
class GraphProto;
class SparseTensorProto;
class TensorProto;
class TensorResidue;
} // namespace onnx

/// Declares and adds the initialisers of `proto`, sparse ones behind the others, and takes them
/// out.
LogicalResult declareWeights(const onnx::GraphProto &proto, ImportContext &context, Scope &scope);
LogicalResult readWeights(onnx::GraphProto &proto, ImportContext &context, Scope &scope,
                          Graph &graph);

} // namespace fixcon
