// A real attribute: epsilon, alpha, beta, a scale. Small ones grow by powers of ten, as wrong defaults do.
#include "fixcon/Inject/EditSite.h"

#include <cmath>

namespace fixcon {

std::string plantOtherNumber(EditSite &site) {
  std::vector<std::string> names;
  if (const OpDef *def = site.def())
    for (const AttrDef &attribute : def->attributes())
      if (site.attribute(attribute.name).get<double>())
        names.push_back(attribute.name);
  if (names.empty() || site.isOf(Family::Movement))
    return {};
  std::string name = site.choose(names);
  double now = *site.attribute(name).get<double>();
  double other =
      std::abs(now) < 1e-2 ? 0.1 * (now == 0) + now * 1000 : now * (1 + 2 * site.severity);
  return site.set(name, other) ? name + " = " + std::to_string(other) : "";
}

} // namespace fixcon
