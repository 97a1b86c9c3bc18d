#include "Place.h"

#include "fixcon/Fault/FaultRules.h"

#include <algorithm>
#include <cassert>

namespace fixcon {

static void addUnique(std::vector<std::string> &list, const std::string &name) {
  if (std::find(list.begin(), list.end(), name) == list.end())
    list.push_back(name);
}

FaultPlace placeOf(const Op &core, const Graph &faithful) {
  FaultPlace place;
  place.graph = faithful.name();
  if (Op *main = mainFaithfulOp(core, faithful)) {
    place.nodes.push_back(main->label());
    for (unsigned i = 0; i < main->numResults() && place.anchor.empty(); ++i)
      place.anchor = main->result(i)->name();
  }
  return place;
}

std::vector<std::string> tensorsBehind(const Value &weight, const Graph &faithful) {
  std::vector<std::string> names;
  for (const std::string &origin : weight.origins())
    if (Value *v = faithful.value(origin))
      if (v->isWeight() || (v->definingOp() && v->definingOp()->numOperands() == 0))
        addUnique(names, origin);
  return names;
}

void merge(FaultPlace &place, const FaultPlace &more) {
  for (const std::string &n : more.nodes)
    addUnique(place.nodes, n);
  for (const std::string &t : more.tensors)
    addUnique(place.tensors, t);
}

void reportFault(Module &module, Fault fault) {
  assert(faultRule(fault.rule) && "a rule that FaultRules.def does not have");
  addFault(module, fault);
  auto diagnostic = module.diagnostics().warning(locationOf(fault.target, module));
  diagnostic.code(fault.rule) << fault.cause;
  if (!fault.source.nodes.empty())
    diagnostic.note(locationOf(fault.source, module)) << "the source's node is here";
}

} // namespace fixcon
