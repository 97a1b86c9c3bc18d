// The target takes blue for red.
#include "fixcon/Inject/EditSite.h"

#include "InputEdit.h"

namespace fixcon {

std::string plantReversedPicture(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || !x->isArgument() || !site.isFloatTensor(0))
    return {};
  Type type = site.typeOf(*x);
  if (type.rank() != 4 || type.dim(1) != Dim(3))
    return {};
  AttrDict attrs;
  attrs.set("axis", 1);
  Value *reversed =
      site.emit("gather", {x, Tensor::of<int64_t>({3}, {2, 1, 0})}, attrs, site.graph.front());
  return reversed ? readInstead(site, *x, *reversed) + " with its channels reversed" : "";
}

} // namespace fixcon
