// y = f(x), read twice   ->   y = f(x), z = f(x)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseComputedTwice(EditSite &site) {
  if (site.op.numResults() != 1 || site.op.result()->uses().size() < 2 || site.op.numRegions() ||
      !site.def() || !site.def()->isDeterministic())
    return {};
  Use use = site.op.result()->uses().back();
  if (!use.op)
    return {};
  Op *again =
      site.graph.createOp(site.op.name(), site.op.operands(), site.op.attrs(), site.op.next());
  use.op->setOperand(use.index,
                     again->addResult(site.op.result()->type(),
                                      site.graph.uniqueName(site.op.result()->name() + "_twin")));
  return "once more";
}

} // namespace fixcon
