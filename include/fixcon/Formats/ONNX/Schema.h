// The published operator schemas of ONNX, all versions of all operators, as data: what a node may
// look like. lib/Formats/ONNX/Schema/Operators.txt is made by utils/make-onnx-schemas.py.
#pragma once

#include "fixcon/IR/Graph.h"

#include <map>
#include <span>

namespace fixcon {

struct SchemaAttribute {
  std::string name;
  std::string kind; ///< "int", "floats", "graph" ...: the standard's words in lower case
  bool required = false;
  Attribute defaultValue; ///< empty if absence has a meaning of its own
};

/// A formal operand or result.
struct SchemaParameter {
  enum class Arity : uint8_t { Single, Optional, Variadic };
  std::string name;
  std::string type; ///< a type variable of the schema, or a type
  Arity arity = Arity::Single;
  bool homogeneous = true; ///< all values of a variadic one have one type
  unsigned minCount = 1;   ///< of a variadic one
};

struct OperatorSchema {
  std::string domain, name;
  int64_t since = 1;
  bool deprecated = false;
  std::vector<SchemaAttribute> attributes;
  std::vector<SchemaParameter> operands, results;
  /// What a type variable stands for: "f32", "seq(i64)", "optional(seq(f32))" ...
  std::map<std::string, std::vector<std::string>, std::less<>> types;

  const SchemaAttribute *attribute(std::string_view wanted) const;
  /// The formal operand called so, or null.
  const SchemaParameter *operand(std::string_view wanted) const;
};

/// By domain, name and version.
std::span<const OperatorSchema> allSchemas();
/// All versions of an operator, oldest first; empty if there is none.
std::span<const OperatorSchema> schemasOf(std::string_view domain, std::string_view type);
/// The version of an operator that counts in an opset, or null.
const OperatorSchema *schemaFor(std::string_view domain, std::string_view type, int64_t opset);
const OperatorSchema *schemaFor(const Op &op);
/// The newest opset of the default domain that the data know.
int64_t newestOpset();

/// A node that the standard does not allow.
struct Violation {
  const Op *op = nullptr;
  std::string text; ///< "AveragePool of opset 13 has no attribute 'dilations' (since opset 19)"
  /// With the node in front.
  std::string str() const;
};

/// What the schemas say against one op by itself. Operators of unknown domains, calls of functions
/// of the model, and opsets newer than the data are not judged, nor are operands whose types neither the
/// graph nor `operandTypes` says.
std::vector<Violation> checkSchema(const Op &op, std::span<const Type> operandTypes = {});
/// The same for all ops of a faithful graph and its nested graphs; types that are not declared
/// follow from those of operands, as far as type variables say. Two nodes of one graph that share a
/// name are a violation, too.
std::vector<Violation> checkSchemas(const Graph &faithful);

} // namespace fixcon
