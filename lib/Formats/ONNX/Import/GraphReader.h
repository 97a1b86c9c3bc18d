// Graphs and the bodies of functions, and the nodes in them.
#pragma once

#include "ImportContext.h"
#include "Names/Scope.h"
#include "ValueInfos.h"

namespace fixcon {
namespace onnx {
class AttributeProto;
class AttributeResidue;
class FunctionProto;
class GraphProto;
class GraphResidue;
class NodeProto;
} // namespace onnx

/// Where the nodes that are being read stand.
struct GraphPlace {
  ImportContext &context;
  Graph &graph;
  Scope &scope;
  unsigned depth = 0;              ///< 0 for a top-level graph
  const Graph *function = nullptr; ///< whose body this is or lies in
  DeclaredTypes types;
};

/// Empties `proto` into the graph; what is left goes into `residue`.
LogicalResult readGraph(GraphPlace &place, onnx::GraphProto &proto, onnx::GraphResidue &residue);

/// Nodes in sorted order; true if that is not the file's.
FailureOr<bool> readNodes(GraphPlace &place, const std::vector<onnx::NodeProto *> &nodes);
LogicalResult declareResults(GraphPlace &place, const std::vector<onnx::NodeProto *> &nodes);
LogicalResult readNode(GraphPlace &place, onnx::NodeProto &node, int index);
/// What to keep of an attribute that reads as the plain `value`; nothing if export would spell the
/// value in the same way.
std::optional<onnx::AttributeResidue> restOfPlain(const Attribute &value,
                                                  const onnx::AttributeProto &proto);
void keepRenamings(const Scope &scope, onnx::GraphResidue &residue);

/// Empties `proto` into the graph of a function.
LogicalResult readFunction(ImportContext &context, Graph &graph, onnx::FunctionProto &proto);

} // namespace fixcon
