// The normal form of a faithful graph: legal, typed, folded, canonical, without duplicates and dead
// ops. The steps feed each other (a folded shape lets a reshape be canonical), so they are repeated
// until the graph's hash stays the same.
#include "fixcon/Transforms/Normalize.h"

#include "Legalize.h"
#include "fixcon/IR/Text.h"

namespace fixcon {

constexpr unsigned mostRounds = 20;

static ContentHash hashOf(const Graph &graph) {
  PrintOptions options;
  options.longestDense = 0;
  return hashString(print(graph, options));
}

static LogicalResult simplify(Graph &graph, FiredRewrites *fired) {
  unsigned errors = graph.module().diagnostics().errorCount();
  ContentHash before = hashOf(graph);
  for (unsigned round = 0; round < mostRounds; ++round) {
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
      << "the normal form of @" << graph.normalOf() << " still changes after " << mostRounds
      << " rounds";
  return success();
}

FailureOr<Graph *> normalize(Module &module, const Graph &faithful,
                             const std::map<std::string, Type> &argumentTypes,
                             FiredRewrites *fired) {
  auto graph = legalizeFor(module, faithful, argumentTypes);
  if (failed(graph))
    return failure();
  if (failed(simplify(**graph, fired))) {
    module.eraseGraph((*graph)->name());
    return failure();
  }
  return graph;
}

std::unique_ptr<Pass> createNormalize() {
  return makeFaithfulGraphPass(
      [](Module &module, const Graph &faithful) { return normalize(module, faithful); });
}

} // namespace fixcon
