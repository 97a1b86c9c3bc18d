// x   ->   transpose(transpose(x))
#include "fixcon/Inject/EditSite.h"

#include <numeric>

namespace fixcon {

std::string disguiseTransposePair(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || x->isWeight() || !site.isFloatTensor(0) || site.typeOf(*x).rank() < 2)
    return {};
  Attribute::Ints there(site.typeOf(*x).rank()), back(there.size());
  std::iota(there.begin(), there.end(), 0);
  site.shuffle(there);
  for (size_t i = 0; i < there.size(); ++i)
    back[static_cast<size_t>(there[i])] = static_cast<int64_t>(i);
  AttrDict attrs;
  attrs.set("perm", there);
  Value *moved = site.emit("transpose", {x}, attrs, &site.op);
  attrs.set("perm", back);
  Value *same = moved ? site.emit("transpose", {moved}, attrs, &site.op) : nullptr;
  if (!same)
    return {};
  site.op.setOperand(0, same);
  return "a transposition and its inverse";
}

} // namespace fixcon
