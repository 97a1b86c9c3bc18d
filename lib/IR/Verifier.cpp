// What holds for every module whatever its ops mean. Each check carries a label that the tests of
// the verifier repeat.
#include "fixcon/IR/Text.h"
#include "fixcon/Support/Lexer.h"

#include <unordered_set>

namespace fixcon {
namespace {

class Verifier {
public:
  explicit Verifier(const Module &module) : module(module), diags(module.diagnostics()) {}

  LogicalResult run() {
    for (const auto &g : module.graphs()) {
      defined.clear();
      slots.clear();
      if (failed(graph(*g, 0)) || failed(useLists(*g)) || failed(derivation(*g)))
        return failure();
    }
    for (const Record &r : module.records())
      if (failed(record(r)))
        return failure();
    return success();
  }

private:
  DiagnosticBuilder error(const Graph &graph, const char *label) {
    return diags.error(graph.location()).code(label) << "in graph @" << graph.name() << ": ";
  }

  LogicalResult graph(const Graph &g, unsigned depth) {
    if (depth >= maxNesting)
      return error(g, "IR-nesting") << "graphs are nested too deeply";
    if (!depth && g.name().empty())
      return error(g, "IR-graph-name") << "a graph of a module needs a name";
    for (const auto &argument : g.arguments())
      if (failed(define(*argument)))
        return failure();
    for (const auto &weight : g.weights())
      if (failed(define(*weight)) || failed(weightType(*weight)))
        return failure();
    for (const auto &op : g.ops())
      if (failed(this->op(*op, depth)))
        return failure();
    for (unsigned i = 0; i < g.numOutputs(); ++i)
      if (failed(output(g, i)))
        return failure();
    return success();
  }

  LogicalResult define(const Value &value) {
    const Graph &g = value.graph();
    if (value.name().empty())
      return error(g, "IR-value-name") << "a value needs a name";
    if (g.value(value.name()) != &value)
      return error(g, "IR-value-name") << "%" << value.name() << " is not known by its name";
    if (g.parentOp() && g.parentOp()->parent().visibleValue(value.name()))
      return error(g, "IR-shadow") << "%" << value.name() << " hides a value of a graph around it";
    if (value.type().kind() == Type::Kind::None)
      return error(g, "IR-none") << "%" << value.name() << " has the type of an absent value";
    if (std::string wrong = value.type().quantizationError(); !wrong.empty())
      return error(g, "IR-quantized") << "the quantisation of %" << value.name() << ": " << wrong;
    if (value.type().isStatic() && !storageSize(value.type().dtype(), value.type().shape()))
      return error(g, "IR-size") << "the size of %" << value.name() << " overflows";
    defined.insert(&value);
    return success();
  }

  LogicalResult weightType(const Value &weight) {
    if (weight.type() == typeOf(weight.tensor()).quantizedLike(weight.type()))
      return success();
    return error(weight.graph(), "IR-weight-type")
           << "weight %" << weight.name() << " has type " << weight.type().str()
           << ", its elements are " << typeOf(weight.tensor()).str();
  }

  bool visible(const Value &value, const Graph &from) const {
    if (!defined.contains(&value))
      return false;
    for (const Graph *g = &from; g; g = g->parentOp() ? &g->parentOp()->parent() : nullptr)
      if (g == &value.graph())
        return true;
    return false;
  }

  LogicalResult op(const Op &op, unsigned depth) {
    if (op.name().empty())
      return op.emitError().code("IR-op-name") << "an op needs a name";
    for (unsigned i = 0; i < op.numOperands(); ++i) {
      const Value *v = op.operand(i);
      if (!v)
        continue;
      if (!visible(*v, op.parent()))
        return op.emitError().code("IR-order")
               << "operand " << i << ", %" << v->name() << ", is not defined in front of the op";
      ++slots[v];
    }
    for (const auto &[name, value] : op.attrs())
      if (failed(regionRefs(op, name, value)))
        return failure();
    for (unsigned i = 0; i < op.numRegions(); ++i) {
      if (op.region(i).parentOp() != &op || &op.region(i).module() != &module)
        return op.emitError().code("IR-parent") << "nested graph " << i << " has another parent";
      if (failed(graph(op.region(i), depth + 1)))
        return failure();
    }
    for (unsigned i = 0; i < op.numResults(); ++i)
      if (failed(result(op, i)))
        return failure();
    return success();
  }

  LogicalResult result(const Op &op, unsigned i) {
    const Value &value = *op.result(i);
    if (op.hasResult(i))
      return define(value);
    if (value.hasUses())
      return op.emitError().code("IR-absent") << "absent result " << i << " is used";
    return success();
  }

  LogicalResult regionRefs(const Op &op, const std::string &name, const Attribute &value) {
    auto good = [&](RegionRef ref) { return ref.index < op.numRegions(); };
    const auto *one = value.get<RegionRef>();
    const auto *many = value.get<std::vector<RegionRef>>();
    if ((!one || good(*one)) && (!many || std::all_of(many->begin(), many->end(), good)))
      return success();
    return op.emitError().code("IR-region")
           << "attribute '" << name << "' names a nested graph that the op does not have";
  }

  LogicalResult output(const Graph &g, unsigned i) {
    const Value &value = *g.output(i);
    if (!visible(value, g))
      return error(g, "IR-output") << "output " << i << " is not a value that the graph sees";
    if (g.outputName(i).empty())
      return error(g, "IR-output") << "output " << i << " has no name";
    ++slots[&value];
    return success();
  }

  /// Every slot was counted while walking; a use list that has as many entries, each of them right
  /// and none twice, has exactly those.
  LogicalResult useLists(const Graph &g) {
    for (const auto &argument : g.arguments())
      if (failed(useList(*argument)))
        return failure();
    for (const auto &weight : g.weights())
      if (failed(useList(*weight)))
        return failure();
    for (const auto &op : g.ops()) {
      for (unsigned i = 0; i < op->numResults(); ++i)
        if (failed(useList(*op->result(i))))
          return failure();
      for (unsigned i = 0; i < op->numRegions(); ++i)
        if (failed(useLists(op->region(i))))
          return failure();
    }
    return success();
  }

  LogicalResult useList(const Value &value) {
    auto found = slots.find(&value);
    size_t expected = found == slots.end() ? 0 : found->second;
    bool good = value.uses().size() == expected;
    for (const Use &use : value.uses())
      good = good && (use.op ? use.op->operand(use.index) == &value
                             : use.index < use.graph->numOutputs() &&
                                   use.graph->output(use.index) == &value);
    if (good)
      return success();
    return error(value.graph(), "IR-uses") << "the uses of %" << value.name() << " are out of step";
  }

  LogicalResult derivation(const Graph &g) {
    if (g.isModel() || (module.graph(g.derivedFrom()) && g.derivedFrom() != g.name()))
      return success();
    return error(g, "IR-derived") << "there is no graph @" << g.derivedFrom();
  }

  /// A bare symbol may be the record's own name; only values must be there.
  LogicalResult record(const Record &r) {
    for (const SymbolRef *ref : {&r.subject, &r.against}) {
      if (ref->value.empty())
        continue;
      const Graph *g = module.graph(ref->graph);
      if (!g || !names(*g).contains(ref->value))
        return diags.error(r.location).code("IR-record") << ref->str() << " is not defined";
    }
    if (r.kind.empty())
      return diags.error(r.location).code("IR-record") << "a record needs a kind";
    return success();
  }

  using Names = std::unordered_set<std::string>;
  static void collect(const Graph &g, Names &into) {
    for (const auto &argument : g.arguments())
      into.insert(argument->name());
    for (const auto &weight : g.weights())
      into.insert(weight->name());
    for (const auto &op : g.ops()) {
      for (unsigned i = 0; i < op->numResults(); ++i)
        into.insert(op->result(i)->name());
      for (unsigned i = 0; i < op->numRegions(); ++i)
        collect(op->region(i), into);
    }
  }
  const Names &names(const Graph &g) {
    auto [it, fresh] = namesOf.try_emplace(&g);
    if (fresh)
      collect(g, it->second);
    return it->second;
  }

  const Module &module;
  Diagnostics &diags;
  std::unordered_set<const Value *> defined;
  std::unordered_map<const Value *, size_t> slots;
  std::unordered_map<const Graph *, Names> namesOf;
};

} // namespace

LogicalResult verifyStructure(const Module &module) { return Verifier(module).run(); }

} // namespace fixcon
