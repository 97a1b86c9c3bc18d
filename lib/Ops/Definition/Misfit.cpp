// Misfits are known by the trait of the op that marks them.
#include "fixcon/Ops/Misfit.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

namespace fixcon {

bool isMisfit(const Op &op) {
  const OpDef *def = isOpaque(op) ? nullptr : opDef(op);
  return def && def->traits().forgetsSizes;
}

const Value *unmarked(const Value *value) {
  while (value && value->isResult() && isMisfit(*value->definingOp()))
    value = value->definingOp()->operand(0);
  return value;
}

std::string complaintOf(const Op &misfit) {
  const auto *why = misfit.attr<std::string>("why");
  return why ? *why : std::string();
}

std::string describeMisfit(const Op &misfit) {
  return "'" + misfit.label() + "': " + complaintOf(misfit);
}

std::vector<const Op *> misfits(const Graph &graph) {
  std::vector<const Op *> found;
  graph.walk([&](const Op &op) {
    if (isMisfit(op))
      found.push_back(&op);
  });
  return found;
}

RunShadow::RunShadow(const Graph &graph, const std::map<std::string, Tensor> &given)
    : Shadow(
          graph, [](const Op &op) { return isOpaque(op) || isMisfit(op); },
          [&](const Value &result) { return given.contains(result.name()); }) {}

} // namespace fixcon
