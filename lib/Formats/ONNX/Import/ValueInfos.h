// Declared types: what a graph says about its inputs, outputs and inner values, and what of that
// the types of the IR's values do not say.
#pragma once

#include "fixcon/IR/Graph.h"

#include <unordered_map>

namespace google::protobuf {
template <class T> class RepeatedPtrField;
}

namespace fixcon {
class Scope;
namespace onnx {
class ValueInfoProto;
class ValueInfoResidue;
} // namespace onnx

/// The type that each name is declared to have; who declares first is believed.
class DeclaredTypes {
public:
  LogicalResult add(const onnx::ValueInfoProto &info, const std::string &path, Diagnostics &diags);
  /// Unknown if nothing is declared.
  Type of(const std::string &name) const;

private:
  std::unordered_map<std::string, Type> types;
};

/// The name, and what `info` says beyond the type of `value` (null if it speaks of no value of the
/// graph).
onnx::ValueInfoResidue describe(const onnx::ValueInfoProto &info, const Value *value);
/// Whether there is more than the name.
bool hasMore(const onnx::ValueInfoResidue &residue);
/// Residues of all `infos`, which speak of inner values of the graph of `scope`; none if export would
/// make the same list by itself, for the `implied` values.
void describeInner(const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> &infos,
                   const Scope &scope, const std::vector<const Value *> &implied,
                   google::protobuf::RepeatedPtrField<onnx::ValueInfoResidue> &residues);

} // namespace fixcon
