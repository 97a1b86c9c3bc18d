// That nobody else reads what is written is seen in the faithful graph; that nobody else computes with other
// numbers, whatever is folded into what, in the normal form.
#include "Bystanders.h"

#include "Transaction.h"
#include "fixcon/Localize/EqualWeights.h"

#include <unordered_set>

namespace fixcon {

Bystanders::Bystanders(const Graph &normal, const FaultSites &sites) {
  const std::unordered_set<std::string> own(sites.targets().begin(), sites.targets().end());
  for (const auto &op : normal.ops()) {
    if (op->numResults() == 0 || own.contains(op->result()->name()))
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
