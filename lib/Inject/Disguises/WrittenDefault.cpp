// Softmax   ->   Softmax {axis = -1}
#include "fixcon/Inject/EditSite.h"

#include "fixcon/Formats/ONNX/Schema.h"

namespace fixcon {

std::string disguiseWrittenDefault(EditSite &site) {
  const OperatorSchema *schema = schemaFor(site.op);
  if (!schema)
    return {};
  for (const SchemaAttribute &attribute : schema->attributes)
    if (!attribute.defaultValue.empty() && !site.op.attrs().find(attribute.name)) {
      site.op.attrs().set(attribute.name, attribute.defaultValue);
      return attribute.name;
    }
  return {};
}

} // namespace fixcon
