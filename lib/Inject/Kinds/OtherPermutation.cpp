// Two axes of a transposition exchanged.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherPermutation(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || def->traits().permutation.empty())
    return {};
  std::string name(def->traits().permutation);
  Attribute now = site.core()->attrs().find(name) ? *site.core()->attrs().find(name) : Attribute();
  auto *order = now.get<Attribute::Ints>();
  if (!order || order->size() < 2)
    return {};
  size_t i = site.random.below(order->size() - 1);
  std::swap((*order)[i], (*order)[i + 1]);
  return site.set(name, *order) ? name + " = " + now.str() : "";
}

} // namespace fixcon
