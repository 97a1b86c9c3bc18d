// The normal forms have one wide layer each; which order makes them equal is tried.
#include "ConcatOrder.h"

#include "Transaction.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>
#include <numeric>

namespace fixcon {
namespace {

Op *namedConcat(const Fault &fault, const Graph &target) {
  for (const auto &op : target.ops())
    if (const OpDef *def = mainCoreOf(*op);
        def && def->name() == "concat" &&
        std::ranges::find(fault.target.nodes, op->label()) != fault.target.nodes.end())
      return op.get();
  return nullptr;
}

bool haveEqualWeights(const NormalPair &pair, const FaultSites &sites) {
  for (size_t i = 0; i < sites.size(); ++i) {
    const Op *target = opMaking(*pair.targetNormal, sites[i].targetOp),
             *source = opMaking(*pair.sourceNormal, sites[i].sourceOp);
    if (!target || !source)
      return false;
    for (unsigned k : learnedOperands(*target)) {
      const Value *wanted = source->operand(k);
      if (!wanted || !wanted->isWeight() ||
          !equalWeights(wanted->tensor(), target->operand(k)->tensor()))
        return false;
    }
  }
  return sites.size() > 0;
}

} // namespace

Edited reorderConcat(const Fault &fault, Module &module, PassContext &context) {
  constexpr unsigned mostOperands = 5;
  const Op *concat = namedConcat(fault, *module.graph("target"));
  if (!concat || concat->numOperands() > mostOperands)
    return Edited::none();
  std::vector<unsigned> order(concat->numOperands());
  std::iota(order.begin(), order.end(), 0u);
  const std::string label = concat->label();
  while (std::ranges::next_permutation(order).found) {
    Transaction transaction(module, context);
    // Undoing makes the graph anew.
    Op *edited = namedConcat(fault, *module.graph("target"));
    std::vector<Value *> operands;
    for (unsigned i : order)
      operands.push_back(edited->operand(i));
    edited->setOperands(operands);
    const NormalPair *pair = transaction.renormalize();
    if (!pair || !haveEqualWeights(*pair, fault.sites))
      continue;
    transaction.commit();
    return {"operands of Concat '" + label + "' in the source's order"};
  }
  return Edited::none();
}

} // namespace fixcon
