// The standard asks that nodes of a graph have different names, if they have any; runtimes refuse a
// model where they have not. Names are kept apart over all nested graphs, so that a reader of a
// report finds one node under one name.
#include "FreshNames.h"

#include <unordered_set>

namespace fixcon {

std::string uniqueNodeName(const Graph &graph, const std::string &base) {
  const Graph *root = &graph;
  while (root->parentOp())
    root = &root->parentOp()->parent();
  std::unordered_set<std::string> taken;
  root->walk([&](const Op &op) { taken.insert(op.location().node); });
  std::string name = base;
  for (int i = 1; taken.contains(name); ++i)
    name = base + "_" + std::to_string(i);
  return name;
}

} // namespace fixcon
