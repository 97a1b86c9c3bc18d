// That nobody else reads what is written is seen in the faithful graph; that nobody else computes with other
// numbers, whatever is folded into what, in the normal form.
#include "Bystanders.h"

#include "Transaction.h"
#include "fixcon/Localize/EqualWeights.h"

#include <algorithm>

namespace fixcon {

Bystanders::Bystanders(const Graph &normal, const FaultSites &sites) {
  for (const auto &op : normal.ops()) {
    if (op->numResults() == 0 ||
        std::ranges::find(sites.targets(), op->result()->name()) != sites.targets().end())
      continue;
    for (unsigned i = 0; i < op->numOperands(); ++i)
      if (const Value *operand = op->operand(i); operand && operand->isWeight())
        operands.push_back({op->result()->name(), i, operand->tensor()});
  }
}

std::string Bystanders::disturbed(const Graph &normal) const {
  for (const Operand &before : operands) {
    const Op *op = opMaking(normal, before.op);
    const Value *now = op ? op->operand(before.index) : nullptr;
    if (now && now->isWeight() && !now->tensor().identical(before.elements) &&
        (now->tensor().isString() || !equalWeights(before.elements, now->tensor())))
      return before.op;
  }
  return "";
}

} // namespace fixcon
