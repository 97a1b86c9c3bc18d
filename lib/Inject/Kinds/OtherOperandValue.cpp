// An op reads another value of the same type that is computed before it.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherOperandValue(EditSite &site) {
  std::vector<std::pair<unsigned, Value *>> edges;
  for (unsigned i = 0; i < site.op.numOperands(); ++i) {
    Value *now = site.op.operand(i);
    if (!now || now->isWeight() || !site.isFloatTensor(i))
      continue;
    for (const Op *before = site.op.previous(); before; before = before->previous())
      for (unsigned r = 0; r < before->numResults(); ++r)
        if (before->hasResult(r) && before->result(r) != now &&
            site.areAlike(*before->result(r), *now))
          edges.emplace_back(i, before->result(r));
  }
  if (edges.empty())
    return {};
  auto [i, value] = site.choose(edges);
  std::string was = site.op.operand(i)->name();
  site.op.setOperand(i, value);
  return "reads " + value->name() + " instead of " + was;
}

} // namespace fixcon
