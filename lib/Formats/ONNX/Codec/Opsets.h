// The versions of operator sets that a model or function imports.
#pragma once

#include "fixcon/IR/Graph.h"

namespace google::protobuf {
template <class T> class RepeatedPtrField;
}

namespace fixcon {
namespace onnx {
class OperatorSetIdProto;
}

using OpsetList = google::protobuf::RepeatedPtrField<onnx::OperatorSetIdProto>;

/// Sets the graph's opsets, by canonical domains; `residue` gets the whole list if it says more than
/// they do.
void readOpsets(const OpsetList &list, Graph &graph, OpsetList &residue);
/// The list in the residue if it means the graph's opsets, else a new one.
void writeOpsets(const Graph &graph, const OpsetList &residue, OpsetList &list);

} // namespace fixcon
