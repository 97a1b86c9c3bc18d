// The op works along another axis of its operand.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherAxis(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || def->traits().axis.empty() || site.isOf(Family::Movement) || !site.isFloatTensor(0))
    return {};
  std::string name(def->traits().axis);
  Attribute now = site.attribute(name);
  auto rank = static_cast<int64_t>(site.typeOf(*site.op.operand(0)).rank());
  if (!now.get<int64_t>() || rank < 3)
    return {};
  int64_t axis = (*now.get<int64_t>() + rank) % rank;
  int64_t other = axis > 1 ? axis - 1 : axis + 1;
  return site.set(name, other) ? name + " = " + std::to_string(other) : "";
}

} // namespace fixcon
