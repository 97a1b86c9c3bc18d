// Weights first, then the ops in their order: each operand is in the map before its user is copied,
// and what the map does not have belongs to a graph around the holder, which may use it as well.
#include "fixcon/Transforms/InlineGraph.h"

namespace fixcon {

void copyInFrontOf(const Graph &nested, Op &holder, ValueMap &map) {
  for (const auto &w : nested.weights()) {
    Value *copy = holder.parent().addWeight(w->tensor(), w->name());
    copy->setOrigins(w->origins());
    map[w.get()] = copy;
  }
  for (const auto &op : nested.ops())
    holder.parent().cloneOp(*op, map, &holder);
}

} // namespace fixcon
