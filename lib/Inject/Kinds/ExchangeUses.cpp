// The uses of one are remembered before those of the other join them.
#include "ExchangeUses.h"

namespace fixcon {

void exchangeUses(Value &a, Value &b) {
  std::vector<Use> uses = a.uses();
  b.replaceAllUsesWith(&a);
  for (const Use &use : uses)
    if (use.op)
      use.op->setOperand(use.index, &b);
    else
      use.graph->setOutput(use.index, &b);
}

} // namespace fixcon
