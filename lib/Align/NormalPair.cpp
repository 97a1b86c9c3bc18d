// Normal forms are graphs of the module, found again by kind and origin. Forgetting the target
// erases its forms and the records that speak of their values, and drops the analyses of the pair
// alone: what was made of the source stays, so an edit costs one normalisation.
#include "fixcon/Align/NormalPair.h"

#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Grids.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/MainCore.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// Where the model rounds to a grid that begins at 0, and nothing in front gives negative numbers no more, the grid is an
/// activation that was left out.
static Value *activationOf(CoreBuilder &b, Value *x, const Op &op) {
  auto grid = Grid::of(op);
  bool beginsAtZero = grid && std::ranges::all_of(grid->rounding, [](const GridRange &range) {
                        return std::fabs(range.low) < range.step / 2;
                      });
  return beginsAtZero ? b.value("relu", {x}) : x;
}

static FailureOr<Graph *> withoutGrids(FailureOr<Graph *> graph,
                                       const GridReplacement &replacement) {
  if (failed(graph) || succeeded(dropGrids(**graph, replacement)))
    return graph;
  (*graph)->module().eraseGraph(std::string((*graph)->name()));
  return failure();
}

FailureOr<Graph *> sourceNormalForm(Module &module, PassContext &context) {
  const Graph &source = *module.graph("source");
  if (Graph *made = module.derived(source, GraphKind::Normal))
    return made;
  auto executable = executableFormOf(module, source, context);
  if (failed(executable) || !isQuantized(**executable))
    return failed(executable) ? executable : normalizeExecutable(module, **executable);
  return withoutGrids(normalizeReal(module, **executable), activationOf);
}

static FailureOr<Graph *> targetNormalForm(Module &module, PassContext &context,
                                           const Graph &executable) {
  if (Graph *made = module.derived(*module.graph("target"), GraphKind::Normal))
    return made;
  if (!isQuantized(executable))
    return normalizeExecutable(module, executable);
  const auto *grids = context.analyses.get<TargetGrids>(module, context);
  if (!grids)
    return failure();
  return withoutGrids(
      normalizeReal(module, executable),
      [&](CoreBuilder &b, Value *x, const Op &grid) { return grids->replacement(b, x, grid); });
}

FailureOr<NormalPair> NormalPair::compute(Module &module, PassContext &context) {
  const auto *executable = context.analyses.get<ExecutablePair>(module, context);
  if (!executable)
    return failure();
  auto source = sourceNormalForm(module, context);
  if (failed(source))
    return failure();
  auto target = targetNormalForm(module, context, *executable->targetExecutable);
  if (failed(target))
    return failure();
  return NormalPair{executable->source, executable->target, *source, *target};
}

/// With the records that speak of their values.
static void eraseForms(Module &module, const Graph &model) {
  for (GraphKind kind : {GraphKind::Executable, GraphKind::Normal})
    while (const Graph *form = module.derived(model, kind))
      module.eraseGraph(std::string(form->name()));
  // Of the forms, and of earlier ones where an edit left none.
  std::erase_if(module.records(), [&](const Record &r) {
    auto isGone = [&](const SymbolRef &ref) {
      return !ref.value.empty() && !module.graph(ref.graph);
    };
    return isGone(r.subject) || isGone(r.against);
  });
}

void invalidatePair(Module &module, PassContext &context) {
  for (const char *side : {"source", "target"})
    eraseForms(module, *module.graph(side));
  context.analyses.invalidateAll();
}

void invalidateTarget(Module &module, PassContext &context) {
  eraseForms(module, *module.graph("target"));
  // What was computed from the source alone stays.
  context.analyses.invalidate<ExecutablePair>();
  context.analyses.invalidate<NormalPair>();
  context.analyses.invalidate<TargetGrids>();
  context.analyses.invalidate<Alignment>();
}

/// Of the graphs nested in one, those that have a value of that name.
static void collectNested(const Graph &graph, std::string_view name, std::vector<Value *> &found) {
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i) {
      if (Value *value = op->region(i).value(name))
        found.push_back(value);
      collectNested(op->region(i), name, found);
    }
}

Value *valueInFile(const Graph &faithful, std::string_view name) {
  if (Value *value = faithful.value(name))
    return value;
  std::vector<Value *> found;
  collectNested(faithful, name, found);
  return found.size() == 1 ? found.front() : nullptr;
}

std::vector<Op *> faithfulOps(const Op &core, const Graph &faithful) {
  std::vector<Op *> ops;
  for (const std::string &name : core.origins())
    if (Value *v = valueInFile(faithful, name))
      if (Op *op = v->definingOp(); op && std::find(ops.begin(), ops.end(), op) == ops.end())
        ops.push_back(op);
  return ops;
}

static bool has(const OpDef *def, Role role) {
  return def && std::ranges::any_of(def->operands(), [&](const OperandDef &operand) {
           return operand.role == role;
         });
}

Op *mainFaithfulOp(const Op &core, const Graph &faithful) {
  std::vector<Op *> ops = faithfulOps(core, faithful);
  for (Op *op : ops)
    if (const OpDef *def = mainCoreOf(*op); def && def->name() == core.name())
      return op;
  // A layer on integers stands for the one on real numbers.
  for (Op *op : ops)
    if (const OpDef *def = mainCoreOf(*op);
        has(opDef(core), Role::Weight) && has(def, Role::Weight) && has(def, Role::ZeroPoint))
      return op;
  return ops.empty() ? nullptr : ops.back();
}

bool isIdle(const Op &faithful, const Graph &core) {
  auto names = [&](const std::string &origin) {
    for (unsigned i = 0; i < faithful.numResults(); ++i)
      if (faithful.hasResult(i) && faithful.result(i)->name() == origin)
        return true;
    return false;
  };
  return std::ranges::none_of(
      core.ops(), [&](const auto &op) { return std::ranges::any_of(op->origins(), names); });
}

std::string labelInFile(const Op &core, const Graph &faithful) {
  const Op *main = mainFaithfulOp(core, faithful);
  return main ? main->label() : core.label();
}

} // namespace fixcon
