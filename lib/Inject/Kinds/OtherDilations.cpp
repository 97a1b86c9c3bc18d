// Dilation with the padding that keeps the sizes, so that nothing but the numbers changes.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherDilations(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !def->traits().window)
    return {};
  Attribute nowPads = site.attribute(def->traits().window->pads);
  Attribute nowKernel = site.attribute(def->traits().window->kernel);
  const auto *pads = nowPads.get<Attribute::Ints>(), *kernel = nowKernel.get<Attribute::Ints>();
  if (!pads || !kernel || pads->size() != 2 * kernel->size())
    return {};
  Attribute::Ints wider = *pads;
  for (size_t i = 0; i < kernel->size(); ++i)
    for (size_t side : {i, i + kernel->size()})
      wider[side] += ((*kernel)[i] - 1) / 2;
  Attribute::Ints dilations(kernel->size(), 2);
  bool isSet = wider != *pads &&
               site.attribute(def->traits().window->dilations) != Attribute(dilations) &&
               site.set(def->traits().window->dilations, dilations) &&
               site.set(def->traits().window->pads, wider);
  return isSet ? "dilations = " + Attribute(dilations).str() : "";
}

} // namespace fixcon
