// The normal form has one way to transpose an operand, so a node that transposes its own becomes two ops there.
#include "fixcon/Localize/OrderingAttributes.h"

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

/// Whether the operand is moved by what the node that reads it became in the normal form.
static bool isMovedByReader(const Relayout &relayout, const Graph &faithful) {
  const Op *maker = unmarked(relayout.target->operand(relayout.operand))->definingOp();
  const OpDef *def = maker ? opDef(*maker) : nullptr;
  const Op *node = mainFaithfulOp(*relayout.target, faithful);
  return def && def->family() == Family::Movement && node &&
         mainFaithfulOp(*maker, faithful) == node;
}

std::vector<FileDifference> orderingAttributes(const Relayout &relayout, const Alignment &alignment,
                                               const ExecutablePair &files) {
  const OpPair *pair = alignment.pairOf(relayout.target);
  if (!pair || !isMovedByReader(relayout, *files.target))
    return {};
  auto differences = fileDifferences(files, *pair->target, *pair->source);
  if (!differences)
    return {};
  std::erase_if(*differences,
                [](const FileDifference &d) { return d.isLearned || d.operand >= 0; });
  return std::move(*differences);
}

} // namespace fixcon
