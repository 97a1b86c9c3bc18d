// What the writers of a model share.
#pragma once

#include "Names/ExportNames.h"
#include "ONNX/Codec/Encode.h"

namespace google::protobuf {
template <class T> class RepeatedPtrField;
}

namespace fixcon {
namespace onnx {
class FunctionProto;
class GraphProto;
class GraphResidue;
class NodeProto;
class ValueInfoProto;
class ValueInfoResidue;
} // namespace onnx

struct ExportContext {
  Diagnostics &diags;
  Location where; ///< the file that is written
  ExternalSink *sink = nullptr;
  /// Nodes of the default domain say so by an empty domain.
  bool emptyDomains = false;
};

using NodeList = google::protobuf::RepeatedPtrField<onnx::NodeProto>;
using InfoList = google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>;
using InfoResidues = google::protobuf::RepeatedPtrField<onnx::ValueInfoResidue>;

/// What import renamed in a top-level graph with this residue and, by their own residues, in the
/// graphs inside it. `top` must outlive the answer.
ExportNames::RenamingsOf renamingsOf(const onnx::GraphResidue &top);
LogicalResult writeGraph(const Graph &graph, const onnx::GraphResidue &residue,
                         const ExportContext &context, const ExportNames &names,
                         onnx::GraphProto &proto);
/// All ops of a graph, in the order of the file that it came from if `unsorted` and they all still
/// are those of that file; then what gives outputs their names.
LogicalResult writeNodes(const Graph &graph, bool unsorted, const ExportContext &context,
                         const ExportNames &names, NodeList &list);
LogicalResult writeNode(const Op &op, const ExportContext &context, const ExportNames &names,
                        onnx::NodeProto &proto);
/// `label` is the function's (functionLabel).
LogicalResult writeFunction(const Graph &graph, const std::string &label,
                            const ExportContext &context, onnx::FunctionProto &proto);
/// Name and type; what else the residue says, unless that is about another type.
void writeInfo(const Type &type, const std::string &name, const onnx::ValueInfoResidue &residue,
               onnx::ValueInfoProto &proto);
/// Types of inner values: in the order of the residue, then new ones.
void writeInnerInfos(const Graph &graph, bool isFunction, const InfoResidues &residues,
                     const ExportNames &names, InfoList &list);

} // namespace fixcon
