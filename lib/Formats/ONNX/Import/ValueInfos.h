// Declared types: what a graph says about its inputs, outputs and inner values, and what of that
// the types of the IR's values do not say.
#pragma once

#include "fixcon/IR/Graph.h"

#include <unordered_map>

namespace fixcon {
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

/// Fills in what `info` says beyond the type of `value` (null if it speaks of no value of the
/// graph); false if that is nothing.
bool describe(const onnx::ValueInfoProto &info, const Value *value,
              onnx::ValueInfoResidue &residue);

} // namespace fixcon
