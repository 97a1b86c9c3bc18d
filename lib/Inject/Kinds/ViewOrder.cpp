// What is re-viewed under another shape lies channels last, as a converter of layouts leaves it in front of a flatten.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantViewOrder(EditSite &site) {
  const OpDef *def = site.def();
  Value *x = site.op.operand(0);
  if (!def || !def->traits().view || x->isWeight() || !site.isFloatTensor(0))
    return {};
  auto rank = static_cast<int64_t>(site.typeOf(*x).rank());
  if (rank < 3)
    return {};
  Attribute::Ints order{0};
  for (int64_t axis = 2; axis < rank; ++axis)
    order.push_back(axis);
  order.push_back(1);
  AttrDict attrs;
  attrs.set("perm", order);
  Value *moved = site.emit("transpose", {x}, attrs, &site.op);
  if (!moved)
    return {};
  site.op.setOperand(0, moved);
  return "operand 0 channels last";
}

} // namespace fixcon
