// Slices are found with an explicit stack: graphs can be deep.
#include "Schedule.h"

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
          const std::function<bool(const Value *)> &isGiven, std::span<const Value *const> wanted) {
  std::vector<const Op *> ops;
  std::unordered_set<const Op *> visited;
  std::vector<const Value *> pending(wanted.begin(), wanted.end());
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

static std::vector<PlanStep> oneByOne(std::span<const Op *const> ops) {
  std::vector<PlanStep> steps;
  for (const Op *op : ops)
    steps.push_back(stepOf(*op));
  return steps;
}

PlanStep stepOf(const Op &op) {
  PlanStep step;
  step.ops = {&op};
  step.operands.assign(op.operands().begin(), op.operands().end());
  for (unsigned i = 0; i < op.numResults(); ++i)
    step.results.push_back(op.hasResult(i) ? op.result(i) : nullptr);
  return step;
}

FailureOr<Schedule> schedule(const GraphIndex &index, const ScheduleRequest &request) {
  auto ops = neededOps(request.graph, index, request.isGiven, request.wanted);
  if (failed(ops))
    return failure();
  std::unordered_set<const Value *> visible(request.wanted.begin(), request.wanted.end());
  // What is given for one of an op's results stands, and the op runs for the others.
  auto isVisible = [&](const Value *value) {
    return visible.contains(value) || request.isGiven(value);
  };
  // What is rounded nowhere must reach those who read it as it is.
  auto isPlain = [&](const Op &op) {
    auto makesExact = [&](const Value *v) {
      return v && v->isResult() && index.isExact(*v->definingOp());
    };
    return request.numerics != Numerics::Exact &&
           (index.isExact(op) || std::ranges::any_of(op.operands(), makesExact));
  };
  std::vector<PlanStep> steps =
      request.provider ? request.provider->schedule({*ops, request.numerics, isVisible, isPlain})
                       : oneByOne(*ops);
  Schedule result;
  std::unordered_set<const Value *> live;
  for (auto it = steps.rbegin(); it != steps.rend(); ++it) {
    Schedule::Entry entry{std::move(*it), {}};
    auto die = [&](const Value *value) {
      if (!value->isWeight() && &value->graph() == &request.graph && live.insert(value).second)
        entry.dead.push_back(value);
    };
    for (const Value *value : entry.step.results)
      if (value)
        die(value);
    for (const Op *op : entry.step.ops)
      for (const Value *value : index.reads(*op))
        die(value);
    result.entries.push_back(std::move(entry));
  }
  std::reverse(result.entries.begin(), result.entries.end());
  return result;
}

} // namespace fixcon
