// The normal form of a faithful graph: legal, typed, folded, canonical, without duplicates and dead
// ops. The steps feed each other (a folded shape lets a reshape be canonical), so they are repeated
// until the graph's hash stays the same.
#include "fixcon/Transforms/Normalize.h"

#include "Legalize.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Ops/Computed.h"
#include "fixcon/Ops/Grid.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

constexpr unsigned maxRounds = 20;
constexpr const char *normalSuffix = ".n";

static ContentHash hashOf(const Graph &graph) {
  PrintOptions options;
  options.maxDenseElements = 0;
  return hashString(print(graph, options));
}

static LogicalResult simplify(Graph &graph, FiredRewrites *fired) {
  unsigned errors = graph.module().diagnostics().errorCount();
  ContentHash before = hashOf(graph);
  for (unsigned round = 0; round < maxRounds; ++round) {
    if (failed(foldShapes(graph)))
      return failure();
    foldConstants(graph);
    canonicalize(graph, fired);
    eliminateCommonSubexpressions(graph);
    eliminateDeadCode(graph);
    if (graph.module().diagnostics().errorCount() != errors)
      return failure();
    ContentHash after = hashOf(graph);
    if (after == before)
      return success();
    before = after;
  }
  graph.module().diagnostics().warning(graph.location())
      << "the normal form of @" << graph.derivedFrom() << " still changes after " << maxRounds
      << " rounds";
  return success();
}

static FailureOr<Graph *> simplified(Graph &graph, FiredRewrites *fired) {
  if (succeeded(simplify(graph, fired)))
    return &graph;
  graph.module().eraseGraph(std::string(graph.name()));
  return failure();
}

FailureOr<Graph *> normalize(Module &module, const Graph &faithful,
                             const ArgumentTypeMap &argumentTypes, FiredRewrites *fired) {
  auto graph = lowerInto(normalSuffix, GraphKind::Normal, module, faithful, argumentTypes);
  return failed(graph) ? graph : simplified(**graph, fired);
}

FailureOr<Graph *> normalizeExecutable(Module &module, const Graph &executable) {
  const Graph &faithful = *module.graph(executable.derivedFrom());
  Graph *graph =
      module.cloneGraph(executable, module.uniqueGraphName(faithful.name() + normalSuffix));
  graph->setDerived(GraphKind::Normal, faithful.name());
  return simplified(*graph, nullptr);
}

/// How kernels come to the integers of a grid is not what these stand for.
static void forgetArithmetic(Graph &graph) {
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      forgetArithmetic(op->region(i));
    op->attrs().erase(roundedState);
    if (op->name() == "quantize_linear")
      for (const char *name :
           {"arithmetic", "divisor", "high", "low", "negative_unit", "unit", "unit_axis"})
        op->attrs().erase(name);
    if (!isComputed(*op))
      continue;
    CoreBuilder builder(*op, op->name(), op->origins());
    builder.replace(op->result(), op->operand(0));
    op->erase();
  }
}

FailureOr<Graph *> normalizeReal(Module &module, const Graph &executable) {
  const Graph &faithful = *module.graph(executable.derivedFrom());
  Graph *graph =
      module.cloneGraph(executable, module.uniqueGraphName(faithful.name() + normalSuffix));
  graph->setDerived(GraphKind::Normal, faithful.name());
  forgetArithmetic(*graph);
  foldConstants(*graph);
  // What is simplified may bring integers and their scales together.
  while (dequantize(*graph))
    if (failed(simplified(*graph, nullptr)))
      return failure();
  return simplified(*graph, nullptr);
}

LogicalResult dropGrids(Graph &graph, const GridReplacement &replacement) {
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      if (failed(dropGrids(op->region(i), replacement)))
        return failure();
    op->attrs().erase("quantized_state"); // of a recurrence, which rounds within itself
    if (!isGrid(*op))
      continue;
    CoreBuilder builder(*op, op->name(), op->origins());
    builder.replace(op->result(), replacement(builder, op->operand(0), *op));
    op->erase();
  }
  return graph.parentOp() ? success() : simplify(graph, nullptr);
}

std::unique_ptr<Pass> createNormalize() {
  return makeFaithfulGraphPass(
      [](Module &module, const Graph &faithful) { return normalize(module, faithful); });
}

} // namespace fixcon
