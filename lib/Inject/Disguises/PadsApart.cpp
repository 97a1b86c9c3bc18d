// conv(x) {pads}   ->   conv(pad(x))
#include "fixcon/Inject/EditSite.h"

#include <algorithm>

namespace fixcon {

std::string disguisePadsApart(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !def->traits().linear || !def->traits().window || def->traits().window->onResult ||
      !site.isFloatTensor(0))
    return {};
  std::string_view name = def->traits().window->pads;
  Attribute now = site.attribute(name);
  const auto *pads = now.get<Attribute::Ints>();
  if (!pads || std::ranges::all_of(*pads, [](int64_t pad) { return pad == 0; }))
    return {};
  size_t axes = pads->size() / 2;
  std::vector<int64_t> all(4 + 2 * axes);
  std::copy_n(pads->begin(), axes, all.begin() + 2);
  std::copy_n(pads->begin() + static_cast<std::ptrdiff_t>(axes), axes,
              all.begin() + static_cast<std::ptrdiff_t>(axes) + 4);
  Value *padded = site.emit(
      "pad", {site.op.operand(0), Tensor::of<int64_t>({static_cast<int64_t>(all.size())}, all)}, {},
      &site.op);
  if (!padded || !site.set(name, Attribute::Ints(pads->size())))
    return {};
  site.op.setOperand(0, padded);
  return "padding apart";
}

} // namespace fixcon
