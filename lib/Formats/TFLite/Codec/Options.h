// The options of operators and the attributes of ops, field by field under the names of the schema.
#pragma once

#include "fixcon/IR/Attribute.h"
#include "fixcon/Support/Diagnostic.h"

#include "Model_generated.h"

#include <functional>

namespace fixcon {

/// The table that a union holds under the number `type`; null for none and for what the schema does not have.
const flatbuffers::TypeTable *optionsTable(const flatbuffers::TypeTable *unionTable, unsigned type);

/// Whether a field of that name holds the number of another subgraph.
bool isSubgraphField(std::string_view name);

/// Each field of a verified table that is there becomes an attribute: numbers, strings and lists of them,
/// enumerators by their names. `subgraph` gives the graph of a subgraph's number.
AttrDict readOptions(const flatbuffers::Table &options, const flatbuffers::TypeTable &table,
                     const std::function<std::string(int64_t)> &subgraph);

/// The way back, as the root table of `builder`'s buffer. Attributes of the importer are no fields; one that the
/// table does not have, or of another kind, is an error at the op.
LogicalResult
writeOptions(flatbuffers::FlatBufferBuilder &builder, const AttrDict &attrs,
             const flatbuffers::TypeTable &table,
             const std::function<std::optional<int64_t>(const std::string &)> &subgraph,
             const std::function<DiagnosticBuilder()> &error);

} // namespace fixcon
