// From foreign ops to core ops, each one alone:
//
//   %y = onnx.Softmax %x {axis = 1}      (opset 12)
// becomes
//   %y_flatten = flatten %x {axis = 1}   origin(%y)
//   %y_softmax = softmax %y_flatten ...  origin(%y)
//   ...
//
// by a rule (Rules.def) if there is one for the op in its opset, else by the op definition of which
// it is a mere rename. An op that has neither stays as it is, opaque, and so do ops that read what it gives
// where nobody says of what type that is.
#include "Legalize.h"
#include "TensorGrids.h"

#include "MarkMisfits.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Ops/SizeTracker.h"
#include "fixcon/Transforms/InlineGraph.h"
#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>
#include <unordered_set>

namespace fixcon {

static bool isCore(const Op &op) { return op.dialect().empty(); }

bool isKnown(const Op &op) { return isCore(op) || ruleFor(op) || opDefForForeign(op); }

static void giveOrigins(Op &op) {
  if (op.origins().empty())
    op.setOrigins({originName(op)});
}

/// Trailing absent operands say nothing.
static void rename(Op &op, const OpDef &def) {
  std::vector<Value *> operands = op.operands();
  while (!operands.empty() && !operands.back())
    operands.pop_back();
  if (operands.size() != op.numOperands())
    op.setOperands(operands);
  op.setName(def.name());
}

namespace {

/// Lowers the ops of a graph in order and follows sizes on the way.
class Lowering {
public:
  Lowering(Graph &graph, Misfits misfits) : marks(misfits == Misfits::Mark), grids(graph) {}

  /// Goes on after a failure to report what else is wrong.
  LogicalResult run(Graph &graph);
  bool roundArguments(Graph &graph) { return grids.roundArguments(graph); }
  void readOutputs(Graph &graph) const { grids.readOutputs(graph); }
  void know(const Graph &graph, const ArgumentValueMap &values) {
    for (const auto &argument : graph.arguments())
      if (auto found = values.find(argument->name()); found != values.end())
        sizes.know(*argument, found->second);
  }

private:
  bool staysOpaque(const Op &op);
  Op *inlineChosen(Op &op);
  LogicalResult fits(Op &op) const;
  LogicalResult follow(Op *first, const Op *end);

  bool marks;
  TensorGrids grids;
  SizeTracker sizes;
  std::unordered_set<const Value *> untyped; ///< results of opaque ops that have no type
};

} // namespace

static LogicalResult lowerByRule(Op &op, Rule rule) {
  RuleBuilder builder(op);
  if (failed(rule(op, builder)))
    return failure();
  return builder.finish();
}

static void becomeCore(Op &op) {
  giveOrigins(op);
  if (const OpDef *def = isCore(op) ? nullptr : opDefForForeign(op))
    rename(op, *def);
}

static LogicalResult lower(Op &op) {
  if (Rule rule = ruleFor(op))
    return lowerByRule(op, rule);
  becomeCore(op);
  return inferOp(op);
}

/// What a rule that fails has made in front of the op goes again.
static LogicalResult tryRule(Op &op, Rule rule) {
  const Op *before = op.previous();
  if (succeeded(lowerByRule(op, rule)))
    return success();
  while (op.previous() != before)
    op.previous()->erase();
  return failure();
}

static void giveOriginsToWeights(Graph &graph) {
  for (const auto &w : graph.weights())
    if (w->origins().empty())
      w->setOrigins({w->name()});
}

static Op *behind(Op *op, Graph &graph) { return op ? op->next() : graph.front(); }

/// Of two branches the one that the sizes and numbers at hand do not choose may make no sense for them:
/// exporters write `squeeze` so, and two networks for two rates of sound. It must be gone before anybody looks at its types. The first of
/// the ops that stand in place of `op`, or null if nothing is chosen.
Op *Lowering::inlineChosen(Op &op) {
  const OpDef *def = isCore(op) ? opDef(op) : opDefForForeign(op);
  const Graph *branch = def && def->choice() ? def->choice()(sizes.contextOf(op)) : nullptr;
  if (!branch || branch->numOutputs() != op.numResults() || !branch->arguments().empty())
    return nullptr;
  Graph &graph = op.parent();
  Op *before = op.previous();
  ValueMap map;
  copyInFrontOf(*branch, op, map);
  giveOriginsToWeights(graph);
  RuleBuilder b(op);
  b.takeRest();
  for (unsigned i = 0; i < op.numResults(); ++i)
    b.result(i, mapped(map, branch->output(i)));
  if (failed(b.finish()))
    return nullptr;
  return behind(before, graph);
}

/// With the sizes that were followed so far, which inferOp() does not know.
LogicalResult Lowering::fits(Op &op) const {
  const OpDef *def = opDef(op);
  if (!def || isOpaque(op))
    return success();
  InferContext context = sizes.contextOf(op);
  return success(succeeded(def->inferTypes(context)) && succeeded(inferOp(op)));
}

/// The same as lower(), but that what the op does not fit is marked.
static LogicalResult lowerMarking(Op &op) {
  giveOrigins(op);
  if (Rule rule = ruleFor(op))
    return attemptMarking(op, [&] { return tryRule(op, rule); });
  becomeCore(op);
  return success();
}

/// Types what stands between the two, and follows its sizes.
LogicalResult Lowering::follow(Op *first, const Op *end) {
  bool fine = true;
  for (Op *made = first; made != end; made = made->next()) {
    fine &= !marks || succeeded(attemptMarking(*made, [&] { return fits(*made); }));
    sizes.follow(*made);
  }
  return success(fine);
}

/// Rules ask for the rank of what they read.
bool Lowering::staysOpaque(const Op &op) {
  bool readsUntyped =
      std::ranges::any_of(op.operands(), [&](const Value *v) { return untyped.contains(v); });
  if (isKnown(op) && !readsUntyped)
    return false;
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i) && op.result(i)->type().isUnknown())
      untyped.insert(op.result(i));
  return !isCore(op);
}

/// In order, so that rules see the types of their operands.
LogicalResult Lowering::run(Graph &graph) {
  bool fine = true;
  giveOriginsToWeights(graph);
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    if (staysOpaque(*op)) {
      giveOrigins(*op);
      next = op->next();
      // It can be nothing to the outputs.
      if (op->numResults() == 0)
        op->erase();
      continue;
    }
    if ((next = inlineChosen(*op)))
      continue;
    op = grids.between(*op);
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      fine &= succeeded(run(op->region(i)));
    Op *before = op->previous();
    fine &= succeeded(marks ? lowerMarking(*op) : lower(*op)) &&
            succeeded(follow(behind(before, graph), next));
  }
  graph.setDialect("");
  graph.setOpsets({});
  return success(fine);
}

/// What an importer keeps for the way back ("onnx.residue") has no meaning.
static void dropReserved(AttrDict &attrs, const std::string &prefix) {
  std::vector<std::string> reserved;
  for (const auto &[name, value] : attrs)
    if (name.starts_with(prefix))
      reserved.push_back(name);
  for (const std::string &name : reserved)
    attrs.erase(name);
}

static void dropAllReserved(Graph &graph, const std::string &prefix) {
  dropReserved(graph.attrs(), prefix);
  for (const auto &weight : graph.weights())
    if (weight->attrs())
      weight->setAttrs({});
  for (const auto &op : graph.ops()) {
    dropReserved(op->attrs(), prefix);
    for (unsigned i = 0; i < op->numRegions(); ++i)
      dropAllReserved(op->region(i), prefix);
  }
}

/// The sizes of an argument's symbols, by what it is declared as and what it is.
static void bindSymbols(const Type &declared, const Type &actual,
                        std::map<std::string, Dim> &sizes) {
  if (!declared.isTensor() || !actual.isTensor() || declared.rank() != actual.rank())
    return;
  for (size_t i = 0; i < declared.rank(); ++i)
    if (declared.dim(i).isSymbol())
      sizes.emplace(declared.dim(i).symbolName(), actual.dim(i));
}

/// A declared type with these sizes; open where a symbol has none.
static Type atSizes(const Type &declared, const std::map<std::string, Dim> &sizes) {
  if (!declared.isTensor() || !declared.isRanked())
    return declared;
  Dims dims = declared.dims();
  for (Dim &dim : dims)
    if (dim.isSymbol()) {
      auto found = sizes.find(dim.symbolName());
      dim = found == sizes.end() ? Dim() : found->second;
    }
  return declared.withDims(std::move(dims));
}

/// What the file declares inside is told by the arguments, but for what opaque ops give.
static void setTypes(Graph &graph, const ArgumentTypeMap &types) {
  bool changed = false;
  std::map<std::string, Dim> sizes;
  for (const auto &argument : graph.arguments())
    if (auto found = types.find(argument->name()); found != types.end()) {
      changed |= !(argument->type() == found->second);
      bindSymbols(argument->type(), found->second, sizes);
      argument->setType(found->second.quantized(std::shared_ptr<const Quantization>()));
    }
  graph.walk([&](Op &op) {
    bool known = isKnown(op);
    for (unsigned i = 0; i < op.numResults(); ++i) {
      Value *result = op.result(i);
      auto found = known || !op.hasResult(i) ? types.end() : types.find(result->name());
      if (found != types.end())
        result->setType(found->second);
      else if (changed)
        result->setType(known ? result->type().withoutShape() : atSizes(result->type(), sizes));
    }
  });
}

FailureOr<Graph *> lowerInto(const std::string &suffix, GraphKind kind, Module &module,
                             const Graph &faithful, const ArgumentTypeMap &argumentTypes,
                             const ArgumentValueMap &argumentValues, Misfits misfits) {
  if (const Graph *old = module.derived(faithful, kind))
    module.eraseGraph(old->name());
  Graph *graph = module.cloneGraph(faithful, module.uniqueGraphName(faithful.name() + suffix));
  graph->setDerived(kind, faithful.name());
  bool inlined =
      succeeded(inlineFunctions(*graph, faithful.name())) && succeeded(nestSubgraphs(*graph));
  if (inlined)
    resolveVariables(*graph);
  Lowering lowering(*graph, misfits);
  setTypes(*graph, argumentTypes);
  dropAllReserved(*graph, faithful.dialect() + ".");
  lowering.know(*graph, argumentValues);
  bool isReal = lowering.roundArguments(*graph);
  if (inlined && succeeded(lowering.run(*graph))) {
    if (isReal)
      lowering.readOutputs(*graph);
    return graph;
  }
  module.eraseGraph(std::string(graph->name()));
  return failure();
}

FailureOr<Graph *> legalize(Module &module, const Graph &faithful,
                            const ArgumentTypeMap &argumentTypes,
                            const ArgumentValueMap &argumentValues, Misfits misfits) {
  return lowerInto(".x", GraphKind::Executable, module, faithful, argumentTypes, argumentValues,
                   misfits);
}

std::unique_ptr<Pass> makeFaithfulGraphPass(FailureOr<Graph *> (*lower)(Module &, const Graph &)) {
  struct ThisPass : Pass {
    explicit ThisPass(FailureOr<Graph *> (*lower)(Module &, const Graph &)) : lower(lower) {}

    LogicalResult run(Module &module, PassContext &context) override {
      std::vector<const Graph *> faithful;
      for (const auto &graph : module.graphs())
        if (graph->isModel())
          faithful.push_back(graph.get());
      for (const Graph *graph : faithful)
        if (failed(lower(module, *graph)))
          return failure();
      context.analyses.invalidateAll();
      return success();
    }

    FailureOr<Graph *> (*lower)(Module &, const Graph &);
  };
  return std::make_unique<ThisPass>(lower);
}

std::unique_ptr<Pass> createLegalize() {
  return makeFaithfulGraphPass(
      [](Module &module, const Graph &faithful) { return legalize(module, faithful); });
}

} // namespace fixcon
