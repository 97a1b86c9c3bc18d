// An interval without its upper bound, or without its lower one.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantLostBound(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !def->traits().clamp)
    return {};
  for (auto bound : {def->traits().clamp->highOperand, def->traits().clamp->lowOperand})
    if (bound && *bound < def->operands().size() && site.core()->operand(*bound)) {
      std::string name = def->operands()[*bound].name;
      return site.set(name, Attribute()) ? "without " + name : "";
    }
  return {};
}

} // namespace fixcon
