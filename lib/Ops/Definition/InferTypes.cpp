// Types flow from the arguments of a graph to its outputs. What the file declares is kept where the
// rule knows less, and contradicting it is an error: one of the two is wrong and we cannot tell.
#include "fixcon/Ops/InferTypes.h"

#include "fixcon/IR/Graph.h"
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/SizeTracker.h"

namespace fixcon {

namespace {

/// Types of a graph and its nested graphs, with the sizes that are followed through them.
struct Inference {
  SizeTracker sizes;
  std::vector<KnownResult> *known;
  bool changed = false;

  /// Whether the nested graph never runs. For the sizes at hand it may make no sense.
  bool isIdle(const Op &op, unsigned region) const;
  LogicalResult inferArguments(Op &op);
  void setType(Value &value, Type type);
  LogicalResult inferOp(Op &op);
  LogicalResult inferGraph(Graph &graph, unsigned depth);
};

} // namespace

bool Inference::isIdle(const Op &op, unsigned region) const {
  const OpDef *def = opDef(op);
  const Graph *chosen = def && def->choice() ? def->choice()(sizes.contextOf(op)) : nullptr;
  return chosen && chosen != &op.region(region);
}

void Inference::setType(Value &value, Type type) {
  changed |= type != value.type();
  value.setType(std::move(type));
}

/// What operands say of the arguments of nested graphs, beside what these are declared as.
LogicalResult Inference::inferArguments(Op &op) {
  const OpDef *def = opDef(op);
  if (!def || !def->bodyTypes())
    return success();
  auto bodies = def->bodyTypes()(sizes.contextOf(op));
  for (unsigned i = 0; i < bodies.size() && i < op.numRegions(); ++i) {
    Graph &body = op.region(i);
    for (unsigned a = 0; a < bodies[i].size() && a < body.arguments().size(); ++a) {
      Value *argument = body.argument(a);
      auto type = meet(argument->type(), bodies[i][a]);
      if (!type)
        return op.emitError().code(op.name() + "_type")
               << "argument %" << argument->name() << " is declared " << argument->type().str()
               << " but follows as " << bodies[i][a].str();
      setType(*argument, std::move(*type));
    }
  }
  return success();
}

LogicalResult Inference::inferOp(Op &op) {
  const OpDef *def = opDef(op);
  if (!def)
    return op.emitError().code("IR-core-op") << "unknown core op '" << op.name() << "'";
  InferContext context = sizes.contextOf(op);
  if (failed(def->inferTypes(context)))
    return failure();
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    Value *result = op.result(i);
    auto type = meet(result->type(), context.results()[i]);
    if (!type)
      return op.emitError().code(op.name() + "_type")
             << "result %" << result->name() << " is declared " << result->type().str()
             << " but follows as " << context.results()[i].str();
    setType(*result, std::move(*type));
  }
  sizes.follow(op, *def, context);
  for (unsigned i = 0; known && i < op.numResults(); ++i)
    if (const Tensor *numbers = op.hasResult(i) ? sizes.numbersOf(op.result(i)) : nullptr)
      known->push_back({op.result(i), *numbers});
  return success();
}

LogicalResult Inference::inferGraph(Graph &graph, unsigned depth) {
  constexpr unsigned maxDepth = 64;
  if (depth > maxDepth)
    return graph.parentOp()->emitError() << "graphs are nested too deep";
  bool ok = true;
  for (const auto &op : graph.ops()) {
    // The types of an op with nested graphs follow from those of its graphs' outputs.
    ok &= succeeded(inferArguments(*op));
    for (unsigned i = 0; i < op->numRegions(); ++i)
      if (!isIdle(*op, i))
        ok &= succeeded(inferGraph(op->region(i), depth + 1));
    if (op->dialect().empty())
      ok &= succeeded(inferOp(*op));
  }
  return success(ok);
}

FailureOr<bool> inferTypes(Graph &graph, std::vector<KnownResult> *known) {
  Inference inference{{}, known};
  if (failed(inference.inferGraph(graph, 0)))
    return failure();
  return inference.changed;
}

} // namespace fixcon
