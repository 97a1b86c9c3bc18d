// The table of schemas: the text that the build puts into the program, parsed when the first schema
// is asked for. The text is ours, so what does not parse is our own bug; a unit test reads it all.
#include "fixcon/Formats/ONNX/Schema.h"

#include "SchemaText.h"

#include <algorithm>

namespace fixcon {

static constexpr std::string_view text =
#include "generated/Operators.inc"
    ;

std::span<const OperatorSchema> allSchemas() {
  static const std::vector<OperatorSchema> schemas = parseSchemas(text);
  return schemas;
}

std::span<const OperatorSchema> schemasOf(std::string_view domain, std::string_view type) {
  auto key = [](const OperatorSchema &schema) {
    return std::pair<std::string_view, std::string_view>(schema.domain, schema.name);
  };
  auto found = std::ranges::equal_range(allSchemas(), std::pair(domain, type), {}, key);
  return {found.begin(), found.end()};
}

const OperatorSchema *schemaFor(std::string_view domain, std::string_view type, int64_t opset) {
  const OperatorSchema *found = nullptr;
  for (const OperatorSchema &schema : schemasOf(domain, type))
    if (schema.since <= opset)
      found = &schema;
  return found;
}

const OperatorSchema *schemaFor(const Op &op) {
  return op.dialect() == "onnx" ? schemaFor(op.domain(), op.type(), op.parent().opset(op.domain()))
                                : nullptr;
}

int64_t newestOpset() {
  static const int64_t newest = [] {
    int64_t version = 0;
    for (const OperatorSchema &schema : allSchemas())
      if (schema.domain.empty())
        version = std::max(version, schema.since);
    return version;
  }();
  return newest;
}

const SchemaAttribute *OperatorSchema::attribute(std::string_view wanted) const {
  auto found = std::ranges::find(attributes, wanted, &SchemaAttribute::name);
  return found == attributes.end() ? nullptr : &*found;
}

const SchemaParameter *OperatorSchema::operand(std::string_view wanted) const {
  auto found = std::ranges::find(operands, wanted, &SchemaParameter::name);
  return found == operands.end() ? nullptr : &*found;
}

} // namespace fixcon
