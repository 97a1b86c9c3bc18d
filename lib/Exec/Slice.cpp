// Slices are found with an explicit stack: graphs can be deep.
#include "Slice.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/Computed.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>

namespace fixcon {

void GraphIndex::add(const Graph &graph) {
  size_t next = 0;
  for (const auto &op : graph.ops()) {
    positions[op.get()] = next++;
    add(*op);
  }
  findExact(graph);
}

/// From the last op, so that what reads a result has been seen.
void GraphIndex::findExact(const Graph &graph) {
  auto staysExact = [&](const Use &use) {
    return use.op && ((use.index == 0 && readsSums(*use.op)) || exact.contains(use.op));
  };
  for (auto op = graph.ops().rbegin(); op != graph.ops().rend(); ++op) {
    bool is = (*op)->numResults() > 0;
    for (unsigned i = 0; i < (*op)->numResults(); ++i)
      is &= !(*op)->result(i)->uses().empty() &&
            std::ranges::all_of((*op)->result(i)->uses(), staysExact);
    if (is)
      exact.insert(op->get());
  }
}

/// The graphs nested in `op`, at any depth.
static std::unordered_set<const Graph *> graphsInside(const Op &op) {
  std::unordered_set<const Graph *> graphs;
  for (unsigned i = 0; i < op.numRegions(); ++i) {
    graphs.insert(&op.region(i));
    op.region(i).walk([&](const Op &nested) {
      for (unsigned r = 0; r < nested.numRegions(); ++r)
        graphs.insert(&nested.region(r));
    });
  }
  return graphs;
}

void GraphIndex::add(const Op &op) {
  if (op.numRegions() == 0)
    return;
  auto inside = graphsInside(op);
  std::unordered_set<const Value *> seen;
  auto note = [&](const Value *value) {
    if (value && !inside.contains(&value->graph()) && seen.insert(value).second)
      captures[&op].push_back(value);
  };
  for (const Graph *nested : inside) {
    for (unsigned i = 0; i < nested->numOutputs(); ++i)
      note(nested->output(i));
    for (const auto &user : nested->ops())
      for (const Value *operand : user->operands())
        note(operand);
  }
  for (unsigned i = 0; i < op.numRegions(); ++i)
    add(op.region(i));
}

const std::vector<const Value *> &GraphIndex::captured(const Op &op) const {
  static const std::vector<const Value *> none;
  auto it = captures.find(&op);
  return it == captures.end() ? none : it->second;
}

std::vector<const Value *> GraphIndex::reads(const Op &op) const {
  std::vector<const Value *> values;
  for (const Value *operand : op.operands())
    if (operand)
      values.push_back(operand);
  const auto &outer = captured(op);
  values.insert(values.end(), outer.begin(), outer.end());
  return values;
}

static FailureOr<std::vector<const Op *>>
neededOps(const Graph &graph, const GraphIndex &index,
          const std::function<bool(const Value *)> &isGiven,
          std::span<const Value *const> fetches) {
  std::vector<const Op *> ops;
  std::unordered_set<const Op *> visited;
  std::vector<const Value *> pending(fetches.begin(), fetches.end());
  while (!pending.empty()) {
    const Value *value = pending.back();
    pending.pop_back();
    if (value->isWeight() || &value->graph() != &graph || isGiven(value))
      continue;
    const Op *op = value->definingOp();
    if (!op)
      return graph.module().diagnostics().error(graph.location())
             << "argument %" << value->name() << " of @" << graph.name()
             << " is needed but not given";
    if (!visited.insert(op).second)
      continue;
    ops.push_back(op);
    auto reads = index.reads(*op);
    pending.insert(pending.end(), reads.begin(), reads.end());
  }
  std::sort(ops.begin(), ops.end(),
            [&](const Op *a, const Op *b) { return index.position(*a) < index.position(*b); });
  // The first one is to blame for those that could not be lowered behind it.
  if (auto opaque = std::ranges::find_if(ops, [](const Op *op) { return isOpaque(*op); });
      opaque != ops.end())
    return (*opaque)->emitError().code("opaque_run")
           << describeOpaque(**opaque) << " is not known, so what lies behind it cannot be "
           << "computed unless the value of its result is given";
  return ops;
}

FailureOr<Slice> slice(const Graph &graph, const GraphIndex &index,
                       const std::function<bool(const Value *)> &isGiven,
                       std::span<const Value *const> fetches) {
  auto ops = neededOps(graph, index, isGiven, fetches);
  if (failed(ops))
    return failure();
  Slice result;
  std::unordered_set<const Value *> live(fetches.begin(), fetches.end());
  for (auto it = ops->rbegin(); it != ops->rend(); ++it) {
    Slice::Step step{*it, {}};
    for (unsigned i = 0; i < (*it)->numResults(); ++i)
      if ((*it)->hasResult(i) && live.insert((*it)->result(i)).second)
        step.dead.push_back((*it)->result(i));
    for (const Value *value : index.reads(**it))
      if (!value->isWeight() && &value->graph() == &graph && live.insert(value).second)
        step.dead.push_back(value);
    result.steps.push_back(std::move(step));
  }
  std::reverse(result.steps.begin(), result.steps.end());
  return result;
}

} // namespace fixcon
