// A whole attribute that is 0 or 1: whether padding counts, whether sizes are rounded up, whether a norm is in training.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherSwitch(EditSite &site) {
  std::vector<std::string> names;
  const OpDef *def = site.def();
  for (size_t i = 0; def && i < def->attributes().size(); ++i) {
    const AttrDef &attribute = def->attributes()[i];
    const auto *now = attribute.defaultValue.get<int64_t>();
    if (now && (*now == 0 || *now == 1) && attribute.name != def->traits().axis)
      names.push_back(attribute.name);
  }
  if (names.empty() || site.isOf(Family::Movement))
    return {};
  std::string name = site.choose(names);
  Attribute now = site.attribute(name);
  int64_t other = *now.get<int64_t>() == 0;
  return site.set(name, other) ? name + " = " + std::to_string(other) : "";
}

} // namespace fixcon
