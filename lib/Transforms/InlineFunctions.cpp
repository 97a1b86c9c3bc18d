// Calls of model-local functions, and of the graphs that Definitions.def gives foreign ops, replaced
// by the bodies:
//
//   %y = onnx.local.Twice %x {k = 2}        graph @m.fn.local.Twice(%a) { ... {axis = @..::%k} ...
//   }
// becomes the ops of the body, with %x for %a, the call's results for the outputs, and 2 for every
// attribute that refers to the parameter k. A reference to a parameter that the call leaves out
// takes the function's default, else the attribute is left out.
#include "Legalize.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Transforms/Definitions.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>
#include <unordered_map>

namespace fixcon {
namespace {

constexpr unsigned maxCallDepth = 64;
constexpr int64_t maxInlinedOps = 250'000;

class Inliner {
public:
  explicit Inliner(std::string model) : model(std::move(model)) {}

  LogicalResult run(Graph &graph, unsigned depth);

private:
  const Graph *functionOf(const Op &op) const;
  /// Ops that a graph unfolds to, known before one is made; as many as are allowed and one more if there are more.
  int64_t unfolded(const Graph &graph);
  LogicalResult inlineCall(Op &call, const Graph &body, unsigned depth);
  Op *copyOp(Op &call, const Op &op, const Graph &body, ValueMap &map);
  void replaceResults(Op &call, const Graph &body, const ValueMap &map);

  std::string model;
  int64_t inlined = 0;
  std::unordered_map<const Graph *, int64_t> counts;
};

/// Attributes whose names begin so are the importer's.
std::string reservedPrefix(const Op &op) { return std::string(op.dialect()) + "."; }

int64_t Inliner::unfolded(const Graph &graph) {
  // A graph that calls itself counts as nothing where it does: the depth of its calls is what is wrong with it.
  auto [known, isNew] = counts.try_emplace(&graph, 0);
  if (!isNew)
    return known->second;
  int64_t total = 0;
  graph.walk([&](const Op &op) {
    const Graph *body = total <= maxInlinedOps ? functionOf(op) : nullptr;
    total += 1 + (body ? unfolded(*body) : 0);
  });
  return counts[&graph] = std::min(total, maxInlinedOps + 1);
}

LogicalResult Inliner::run(Graph &graph, unsigned depth) {
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    for (unsigned i = 0; i < op->numRegions(); ++i)
      if (failed(run(op->region(i), depth)))
        return failure();
    next = op->next();
    const Graph *body = functionOf(*op);
    if (body && inlined + unfolded(*body) > maxInlinedOps)
      return op->emitError() << "functions unfold to more than " << maxInlinedOps << " ops";
    if (body && failed(inlineCall(*op, *body, depth)))
      return failure();
  }
  return success();
}

const Graph *Inliner::functionOf(const Op &op) const {
  if (op.dialect().empty())
    return nullptr;
  const auto *overload = op.attr<std::string>(reservedPrefix(op) + "overload");
  std::string label = functionLabel(op.domain(), op.type(), overload ? *overload : "");
  const Graph *local = op.module().graph(functionGraphName(model, label));
  return local && local->kind() == GraphKind::Function ? local : definitionOf(op);
}

/// An attribute that a definition does not know may mean something: a newer opset's, perhaps.
LogicalResult checkAttributes(const Op &call, const Graph &body) {
  bool ours = &body.module() != &call.module();
  for (const auto &[name, value] : call.attrs())
    if (ours && !name.starts_with(reservedPrefix(call)) && !body.attrs().find(name))
      return call.emitError() << call.name() << ": attribute '" << name << "' is not known";
  return success();
}

void bindAttributes(Op &op, const Op &call, const Graph &body) {
  AttrDict bound;
  for (const auto &[name, value] : op.attrs()) {
    const SymbolRef *reference = value.get<SymbolRef>();
    if (!reference || reference->graph != body.name()) {
      bound.set(name, value);
      continue;
    }
    const Attribute *given = call.attrs().find(reference->value);
    if (!given)
      given = body.attrs().find(reference->value);
    if (given)
      bound.set(name, *given);
  }
  op.attrs() = std::move(bound);
}

std::string freshName(const Op &call, const Value &value) {
  std::string stem = originName(call) + "_" + value.name();
  return value.name().empty() ? "" : call.parent().uniqueName(stem);
}

void giveOrigins(Graph &nested, const std::vector<std::string> &origins) {
  for (const auto &weight : nested.weights())
    weight->setOrigins(origins);
  nested.walk([&](Op &op) { op.setOrigins(origins); });
}

std::vector<std::string> originsOfCall(const Op &call) {
  return call.origins().empty() ? std::vector<std::string>{originName(call)} : call.origins();
}

/// A body is written for its own opsets; they must be the model's where the model has one.
LogicalResult joinOpsets(Op &call, const Graph &body) {
  Graph *top = &call.parent();
  while (top->parentOp())
    top = &top->parentOp()->parent();
  auto opsets = top->opsets();
  for (const auto &[domain, version] : body.opsets()) {
    int64_t known = top->opset(domain);
    if (known && known != version)
      return call.emitError() << "function @" << body.name() << " is written for opset " << version
                              << " of domain '" << domain << "', the model for " << known;
    if (!known)
      opsets.emplace_back(domain, version);
  }
  top->setOpsets(std::move(opsets));
  return success();
}

Op *Inliner::copyOp(Op &call, const Op &op, const Graph &body, ValueMap &map) {
  auto names = [&](const Value &value) { return freshName(call, value); };
  Op *copy = call.parent().cloneOp(op, map, &call, names);
  copy->setLocation(call.location());
  copy->setOrigins(originsOfCall(call));
  bindAttributes(*copy, call, body);
  for (unsigned i = 0; i < copy->numRegions(); ++i) {
    Graph &region = copy->region(i);
    region.walk([&](Op &inner) { bindAttributes(inner, call, body); });
    giveOrigins(region, originsOfCall(call));
  }
  return copy;
}

/// An identity carries the name that the call gives an output.
void Inliner::replaceResults(Op &call, const Graph &body, const ValueMap &map) {
  for (unsigned i = 0; i < call.numResults() && i < body.numOutputs(); ++i) {
    if (!call.hasResult(i))
      continue;
    Graph &graph = call.parent();
    Op *copy = graph.createOp("identity", {map.at(body.output(i))}, {}, &call);
    copy->setLocation(call.location());
    copy->setOrigins(originsOfCall(call));
    std::string name = call.result(i)->name();
    graph.rename(call.result(i), graph.uniqueName(name));
    call.result(i)->replaceAllUsesWith(copy->addResult(call.result(i)->type(), name));
  }
}

LogicalResult Inliner::inlineCall(Op &call, const Graph &body, unsigned depth) {
  if (depth >= maxCallDepth)
    return call.emitError() << "function calls are nested deeper than " << maxCallDepth;
  if (call.numOperands() > body.arguments().size() || call.numResults() > body.numOutputs())
    return call.emitError() << "the call of @" << body.name() << " has more operands or results "
                            << "than the function";
  if (failed(checkAttributes(call, body)) || failed(joinOpsets(call, body)))
    return failure();
  ValueMap map;
  for (unsigned i = 0; i < body.arguments().size(); ++i)
    map[body.argument(i)] = call.operand(i);
  for (const auto &w : body.weights()) {
    Value *copy = call.parent().addWeight(w->tensor(), freshName(call, *w));
    copy->setOrigins(originsOfCall(call));
    map[w.get()] = copy;
  }
  for (unsigned i = 0; i < body.numOutputs() && i < call.numResults(); ++i)
    if (body.output(i)->isArgument() && !map.at(body.output(i)))
      return call.emitError() << "an absent operand is a result of @" << body.name();
  std::vector<Op *> copies;
  for (const auto &op : body.ops()) {
    copies.push_back(copyOp(call, *op, body, map));
    if (++inlined > maxInlinedOps)
      return call.emitError() << "functions unfold to more than " << maxInlinedOps << " ops";
  }
  replaceResults(call, body, map);
  call.erase();
  for (Op *copy : copies) {
    for (unsigned i = 0; i < copy->numRegions(); ++i)
      if (failed(run(copy->region(i), depth + 1)))
        return failure();
    const Graph *inner = functionOf(*copy);
    if (inner && failed(inlineCall(*copy, *inner, depth + 1)))
      return failure();
  }
  return success();
}

} // namespace

LogicalResult inlineFunctions(Graph &graph, const std::string &model) {
  return Inliner(model).run(graph, 0);
}

} // namespace fixcon
