// The windows of one or all axes move by one more, or by one where they moved by more.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherStrides(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !def->traits().window)
    return {};
  std::string_view name = def->traits().window->strides;
  Attribute now = site.attribute(name);
  Attribute::Ints strides =
      now.get<Attribute::Ints>() ? *now.get<Attribute::Ints>() : Attribute::Ints();
  if (strides.empty() && site.shapeOf(0))
    strides.assign(site.shapeOf(0)->size() - 2, 1);
  for (int64_t &stride : strides)
    stride = stride > 1 ? stride - 1 : stride + 1;
  return !strides.empty() && site.set(name, strides)
             ? std::string(name) + " = " + Attribute(strides).str()
             : "";
}

} // namespace fixcon
