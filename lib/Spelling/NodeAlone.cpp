// The copy keeps the names of operands and results, by which its core form is brought back to the
// graph that it came from. The module's engine is silent: a node that is not understood is an answer.
#include "NodeAlone.h"

#include "fixcon/Transforms/Normalize.h"

#include <algorithm>

namespace fixcon {

static const Graph &rootOf(const Graph &graph) {
  return graph.parentOp() ? rootOf(graph.parentOp()->parent()) : graph;
}

NodeAlone::NodeAlone(const Op &foreign, const Know &know) : module(silent) {
  Graph &graph = *module.addGraph("node");
  graph.setDialect(rootOf(foreign.parent()).dialect());
  graph.setOpsets(rootOf(foreign.parent()).opsets());
  auto copied = [&](Value &operand) {
    if (Value *made = graph.value(operand.name()))
      return made;
    Known known = know(operand);
    return known.elements ? graph.addWeight(*known.elements, operand.name())
                          : graph.addArgument(known.type, operand.name());
  };
  std::vector<Value *> operands;
  for (Value *operand : foreign.operands())
    operands.push_back(operand ? copied(*operand) : nullptr);
  Op *op = graph.createOp(foreign.name(), operands, foreign.attrs());
  for (unsigned i = 0; i < foreign.numResults(); ++i) {
    op->addResult(foreign.result(i)->type(), foreign.result(i)->name());
    if (foreign.hasResult(i))
      graph.addOutput(op->result(i));
  }
  auto made = legalize(module, graph, {}, {}, Misfits::Mark);
  if (foreign.numRegions() != 0 || failed(made))
    return;
  core = *made;
  // What a node means does not depend on whether it fits what it reads.
  dropMarks(*core);
}

const Op *NodeAlone::only(const OpDef &def) const {
  bool one = core && core->ops().size() == 1 && core->front()->name() == def.name();
  return one ? core->front() : nullptr;
}

bool NodeAlone::holds(const OpDef &def) const {
  return core && std::ranges::count_if(
                     core->ops(), [&](const auto &op) { return op->name() == def.name(); }) == 1;
}

std::optional<Tensor> NodeAlone::value() const {
  if (!core || !core->numOutputs())
    return std::nullopt;
  foldConstants(*core);
  const Value *result = core->output(0);
  return result->isWeight() ? std::optional(result->tensor()) : std::nullopt;
}

} // namespace fixcon
