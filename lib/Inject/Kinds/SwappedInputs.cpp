// What reads one input of the model reads another of the same type.
#include "fixcon/Inject/EditSite.h"

#include "ExchangeUses.h"

namespace fixcon {

std::string plantSwappedInputs(EditSite &site) {
  for (unsigned i = 0; i < site.graph.arguments().size(); ++i)
    for (unsigned j = 0; j < i; ++j) {
      Value *a = site.graph.argument(i), *b = site.graph.argument(j);
      if (site.op.operand(0) != a || !site.areAlike(*a, *b))
        continue;
      exchangeUses(*a, *b);
      return "inputs " + b->name() + " and " + a->name() + " exchanged";
    }
  return {};
}

} // namespace fixcon
