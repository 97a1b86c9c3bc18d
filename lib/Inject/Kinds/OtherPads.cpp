// Padding moved from the end of an axis to its beginning, or one more where there is none; sizes stay or grow.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherPads(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !def->traits().window)
    return {};
  std::string_view name = def->traits().window->pads;
  Attribute::Ints pads;
  if (Attribute now = site.attribute(name); now.get<Attribute::Ints>())
    pads = *now.get<Attribute::Ints>();
  size_t axes = pads.size() / 2;
  if (!axes)
    return {};
  for (size_t i = 0; i < axes; ++i)
    if (pads[i + axes] > 0) {
      --pads[i + axes];
      ++pads[i];
    } else if (pads[i] > 0) {
      --pads[i];
      ++pads[i + axes];
    }
  return site.set(name, pads) ? std::string(name) + " = " + Attribute(pads).str() : "";
}

} // namespace fixcon
