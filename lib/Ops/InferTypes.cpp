// Types flow from the arguments of a graph to its outputs. What the file declares is kept where the
// rule knows less, and contradicting it is an error: one of the two is wrong and we cannot tell.
#include "InferTypes.h"

#include "fixcon/Ops/SizeTracker.h"

namespace fixcon {

InferContext declaredContext(const Op &op) { return SizeTracker().contextOf(op); }

static std::optional<Dim> meetDim(const Dim &declared, const Dim &inferred) {
  if (declared.isStatic() && inferred.isStatic())
    return declared == inferred ? std::optional(declared) : std::nullopt;
  if (declared.isStatic())
    return declared;
  return inferred.isUnknown() ? declared : inferred;
}

static std::optional<Type> meetTensors(const Type &declared, const Type &inferred) {
  if (declared.dtype() != inferred.dtype())
    return std::nullopt;
  if (!declared.isRanked())
    return inferred;
  if (!inferred.isRanked())
    return declared;
  if (declared.rank() != inferred.rank())
    return std::nullopt;
  Dims dims;
  for (size_t i = 0; i < declared.rank(); ++i) {
    auto dim = meetDim(declared.dim(i), inferred.dim(i));
    if (!dim)
      return std::nullopt;
    dims.push_back(std::move(*dim));
  }
  return Type::tensor(declared.dtype(), std::move(dims));
}

std::optional<Type> meet(const Type &declared, const Type &inferred) {
  if (inferred.isUnknown())
    return declared;
  if (declared.isUnknown())
    return inferred;
  if (declared.isTensor() && inferred.isTensor())
    return meetTensors(declared, inferred);
  if (declared.kind() != inferred.kind())
    return std::nullopt;
  bool sequence = declared.kind() == Type::Kind::Sequence;
  if (!sequence && declared.kind() != Type::Kind::Optional)
    return declared;
  auto inner = meet(declared.inner(), inferred.inner());
  if (!inner)
    return std::nullopt;
  return sequence ? Type::sequence(std::move(*inner)) : Type::optional(std::move(*inner));
}

static Type joinTensors(const Type &a, const Type &b) {
  if (a.dtype() != b.dtype())
    return {};
  if (!a.isRanked() || !b.isRanked() || a.rank() != b.rank())
    return Type::unranked(a.dtype());
  Dims dims;
  for (size_t i = 0; i < a.rank(); ++i)
    dims.push_back(a.dim(i) == b.dim(i) ? a.dim(i) : Dim());
  return Type::tensor(a.dtype(), std::move(dims));
}

Type join(const Type &a, const Type &b) {
  if (a == b || b.isUnknown())
    return a;
  if (a.isUnknown())
    return b;
  if (a.kind() != b.kind())
    return {};
  switch (a.kind()) {
  case Type::Kind::Tensor:
    return joinTensors(a, b);
  case Type::Kind::Sequence:
    return Type::sequence(join(a.inner(), b.inner()));
  case Type::Kind::Optional:
    return Type::optional(join(a.inner(), b.inner()));
  default:
    return {};
  }
}

namespace {

/// Types of a graph and its nested graphs, with the sizes that are followed through them.
struct Inference {
  SizeTracker sizes;
  std::vector<KnownResult> *known;

  /// Whether the nested graph never runs. For the sizes at hand it may make no sense.
  bool isIdle(const Op &op, unsigned region) const;
  LogicalResult inferArguments(Op &op) const;
  LogicalResult inferOp(Op &op);
  LogicalResult inferGraph(Graph &graph, unsigned depth);
};

} // namespace

bool Inference::isIdle(const Op &op, unsigned region) const {
  const OpDef *def = opDef(op);
  const Graph *chosen = def && def->choice() ? def->choice()(sizes.contextOf(op)) : nullptr;
  return chosen && chosen != &op.region(region);
}

/// What operands say of the arguments of nested graphs, beside what these are declared as.
LogicalResult Inference::inferArguments(Op &op) const {
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
      argument->setType(std::move(*type));
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
    result->setType(std::move(*type));
  }
  sizes.follow(op, *def, context);
  for (unsigned i = 0; known && i < op.numResults(); ++i)
    if (const Tensor *numbers = op.hasResult(i) ? sizes.numbersOf(op.result(i)) : nullptr)
      known->push_back({op.result(i), *numbers});
  return success();
}

LogicalResult Inference::inferGraph(Graph &graph, unsigned depth) {
  constexpr unsigned deepest = 64;
  if (depth > deepest)
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

LogicalResult inferTypes(Graph &graph, std::vector<KnownResult> *known) {
  Inference inference{{}, known};
  return inference.inferGraph(graph, 0);
}

} // namespace fixcon
