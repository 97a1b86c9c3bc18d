// Two outputs of the source may hold equal values; the target's at the same place, or of the same name, is
// then the right one, and so is tried first.
#include "fixcon/Localize/OutputOrder.h"

#include <algorithm>

namespace fixcon {

std::vector<std::string> outputNames(const Graph &graph) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    names.push_back(graph.outputName(i));
  return names;
}

static bool holds(const NormalPair &pair, const Alignment &alignment, unsigned target,
                  unsigned source) {
  const AlignedValue *aligned = alignment.find(pair.targetNormal->output(target));
  return aligned && aligned->source == pair.sourceNormal->output(source) && !aligned->replaced &&
         aligned->layout.keepsOrder();
}

std::optional<std::vector<unsigned>> outputOrder(const NormalPair &pair,
                                                 const Alignment &alignment) {
  unsigned count = pair.sourceNormal->numOutputs();
  if (pair.targetNormal->numOutputs() != count)
    return std::nullopt;
  std::vector<unsigned> order;
  std::vector<bool> taken(count);
  for (unsigned i = 0; i < count; ++i) {
    unsigned found = holds(pair, alignment, i, i) && !taken[i] ? i : 0;
    while (found < count && (taken[found] || !holds(pair, alignment, found, i)))
      ++found;
    if (found == count)
      return std::nullopt;
    taken[found] = true;
    order.push_back(found);
  }
  return order;
}

bool outputsInPlace(const NormalPair &pair, const std::vector<unsigned> &order) {
  std::vector<std::string> source = outputNames(*pair.source), target = outputNames(*pair.target);
  for (unsigned i = 0; i < order.size(); ++i) {
    bool isNamed = std::ranges::find(target, source[i]) != target.end();
    if (order[i] != i || (isNamed && target[i] != source[i]))
      return false;
  }
  return true;
}

} // namespace fixcon
