// concat(a, b, c)   ->   concat(concat(a, b), c)
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseNestedConcat(EditSite &site) {
  const OpDef *def = site.def();
  bool joins = def && def->family() == Family::Movement && !def->operands().empty() &&
               def->operands().back().variadic && !def->traits().axis.empty();
  if (!joins || site.op.numOperands() < 3)
    return {};
  Op *first = site.graph.createOp(site.op.name(), {site.op.operand(0), site.op.operand(1)},
                                  site.op.attrs(), &site.op);
  std::vector<Value *> rest = site.op.operands();
  rest.erase(rest.begin());
  rest[0] = first->addResult(Type(), site.graph.uniqueName(site.op.result()->name() + "_begin"));
  site.op.setOperands(rest);
  return "in two steps";
}

} // namespace fixcon
