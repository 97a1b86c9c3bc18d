// How residues are kept in attributes, and the other attribute names that belong to the importer.
// All of them begin with "onnx.", which no attribute of a node may do.
#pragma once

#include "fixcon/IR/Graph.h"

#include <string_view>

namespace google::protobuf {
class MessageLite;
}

namespace fixcon {

inline constexpr std::string_view reservedPrefix = "onnx.";
/// Of graphs, ops and weights: a serialised message of residue.proto.
inline constexpr std::string_view residueAttr = "onnx.residue";
/// Of model graphs: an integer.
inline constexpr std::string_view irVersionAttr = "onnx.ir_version";
/// Of model graphs: the labels of the functions in file order.
inline constexpr std::string_view functionsAttr = "onnx.functions";
/// Of function graphs: the names of attributes without default. Those with a default are attributes
/// of the graph under their own name.
inline constexpr std::string_view parametersAttr = "onnx.parameters";
/// Of ops: which of several functions of one name is called.
inline constexpr std::string_view overloadAttr = "onnx.overload";

inline bool isReserved(std::string_view name) { return name.starts_with(reservedPrefix); }

/// Sets or, if the message says nothing, leaves out the residue.
void storeResidue(const google::protobuf::MessageLite &residue, AttrDict &attrs);
/// False if there is a residue that cannot be read; `residue` stays empty if there is none.
bool loadResidue(const AttrDict *attrs, google::protobuf::MessageLite &residue);
/// Parses any of our messages whole, with room for the deepest nesting that is allowed.
bool parseMessage(std::span<const std::byte> bytes, google::protobuf::MessageLite &message);

/// The name in the IR for a domain of operators: "ai.onnx" is another name of the default one, "".
std::string canonicalDomain(const std::string &domain);
/// The name of an op for a node's domain and type.
std::string opNameFor(const std::string &domain, const std::string &type);
/// Results whose types export lists in value_info if nothing says otherwise: of a function, every
/// value with a type; of a graph, every result with a type that is not an output.
std::vector<const Value *> impliedInfos(const Graph &graph, bool isFunction);

} // namespace fixcon
