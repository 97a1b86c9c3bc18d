// Two axes of equal size exchanged in front of an op, so that every size stays.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

static Attribute::Ints exchangedAxes(size_t rank, size_t i, size_t j) {
  Attribute::Ints order;
  for (size_t axis = 0; axis < rank; ++axis)
    order.push_back(static_cast<int64_t>(axis == i ? j : axis == j ? i : axis));
  return order;
}

std::string plantExtraTranspose(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || x->isWeight() || !site.isFloatTensor(0))
    return {};
  AttrDict attrs;
  Dims dims = site.typeOf(*x).dims();
  for (size_t i = dims.size(); i-- > 1 && attrs.empty();)
    if (dims[i].isStatic() && dims[i] == dims[i - 1] && dims[i].size() > 1)
      attrs.set("perm", exchangedAxes(dims.size(), i - 1, i));
  Value *moved = attrs.empty() ? nullptr : site.emit("transpose", {x}, attrs, &site.op);
  if (!moved)
    return {};
  site.op.setOperand(0, moved);
  return "operand 0 transposed";
}

} // namespace fixcon
