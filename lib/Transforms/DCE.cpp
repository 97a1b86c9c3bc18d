// Removes ops and weights that no output of their graph needs, and trailing results that nobody
// uses.
//
//   %y, %indices = max_pool %x {...}      (%indices unused)
// becomes
//   %y = max_pool %x {...}
//
// Sound because core ops have no effect but their results.
#include "CoreGraphPass.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// An op that may have more results than this ties their number to something else.
constexpr unsigned maxOptionalResults = 8;

static unsigned resultsNeeded(const Op &op) {
  const OpDef *def = opDef(op);
  unsigned count = op.numResults();
  if (!def || op.numRegions() || def->maxResults() > maxOptionalResults)
    return count;
  while (count > def->minResults() && !op.result(count - 1)->hasUses())
    --count;
  return count;
}

static bool dropTrailingResults(Op &op) {
  unsigned count = resultsNeeded(op);
  if (count == op.numResults())
    return false;
  op.truncateResults(count);
  return true;
}

bool eliminateDeadCode(Graph &graph) {
  bool changed = false;
  Op *op = graph.ops().empty() ? nullptr : graph.ops().back().get();
  for (Op *previous = nullptr; op; op = previous) {
    previous = op->previous();
    if (!op->isUsed()) {
      op->erase();
      changed = true;
      continue;
    }
    for (unsigned i = 0; i < op->numRegions(); ++i)
      changed |= eliminateDeadCode(op->region(i));
    changed |= dropTrailingResults(*op);
  }
  for (unsigned i = static_cast<unsigned>(graph.weights().size()); i-- > 0;)
    if (!graph.weights()[i]->hasUses()) {
      graph.eraseWeight(graph.weights()[i].get());
      changed = true;
    }
  return changed;
}

std::unique_ptr<Pass> createDCE() { return makeCoreGraphPass(eliminateDeadCode); }

} // namespace fixcon
