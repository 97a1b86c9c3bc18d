// Whatever chooses at run time stands in the executable form as the op that it is; where the choice was made
// before, there is none that came from the node.
#include "DecidedBranches.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

static bool isStillChosen(const Op &node, const OpDef &def, const Graph &executable) {
  return std::ranges::any_of(executable.ops(), [&](const auto &op) {
    return op->name() == def.name() &&
           std::ranges::find(op->origins(), node.result(0)->name()) != op->origins().end();
  });
}

std::vector<std::string> decidedBranches(const Module &module) {
  std::vector<std::string> nodes;
  for (const char *side : {"source", "target"}) {
    const Graph *model = module.graph(side);
    const Graph *executable = model ? module.derived(*model, GraphKind::Executable) : nullptr;
    if (!executable)
      continue;
    for (const auto &op : model->ops()) {
      const OpDef *def = opDefForForeign(*op);
      if (def && def->choice() && op->hasResult(0) && !isStillChosen(*op, *def, *executable) &&
          std::ranges::find(nodes, op->label()) == nodes.end())
        nodes.push_back(op->label());
    }
  }
  return nodes;
}

} // namespace fixcon
