// A product for a sum, a difference for either.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherArithmetic(EditSite &site) {
  const OpDef *def = site.def();
  auto isArithmetic = [](const OpDef &d) { return d.traits().sum || d.traits().product; };
  if (!def || !isArithmetic(*def) || !site.isFloatTensor(0) || !site.isFloatTensor(1))
    return {};
  // A quotient may have no value where the other operation has one.
  std::vector<const OpDef *> others;
  for (const OpDef *other : allOpDefs())
    if (other != def && isArithmetic(*other) && other->traits().product >= 0 &&
        other->operands().size() == 2)
      others.push_back(other);
  const OpDef *other = site.choose(others);
  Value *y = site.emit(other->name(), {site.op.operand(0), site.op.operand(1)}, {}, &site.op);
  if (!y)
    return {};
  site.replace(*y);
  return other->name() + " instead";
}

} // namespace fixcon
