// conv %x, %w {pads = [1, 1, 1, 1], group = 1}   ->   conv %x, %w {pads = [1, 1, 1, 1]}
//
// An attribute that says what its absence means goes; the others stand in alphabetical order. Sound
// by the definition of the default.
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Rewrite.h"

#include <map>

namespace fixcon {

static bool isDefault(const OpDef &def, const std::string &name, const Attribute &value) {
  for (const AttrDef &attr : def.attributes())
    if (attr.name == name)
      return !attr.defaultValue.empty() && attr.defaultValue == value;
  return false;
}

bool canonicalizeDropDefaultAttributes(Op &op) {
  const OpDef *def = opDef(op);
  if (!def || op.attrs().empty())
    return false;
  std::map<std::string, Attribute> kept;
  for (const auto &[name, value] : op.attrs())
    if (!isDefault(*def, name, value))
      kept[name] = value;
  AttrDict sorted;
  for (auto &[name, value] : kept)
    sorted.set(name, value);
  if (sorted == op.attrs())
    return false;
  op.attrs() = std::move(sorted);
  return true;
}

} // namespace fixcon
