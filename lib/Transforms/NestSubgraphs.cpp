// Operators that name other graphs of their model get them as nested graphs:
//
//   %y = tfl.CALL %x {subgraph = @m.fn.1}        graph @m.fn.1(%a) {...}
// becomes
//   %y = tfl.CALL %x {subgraph = region<0>} (%a) {...}
//
// so that what they hold is lowered in place, and their rules find it lowered. The faithful graph keeps the names.
#include "Legalize.h"

#include "fixcon/IR/Module.h"
#include "fixcon/IR/Text.h"

namespace fixcon {
namespace {

constexpr int64_t maxNestedOps = 1'000'000;

class Nester {
public:
  LogicalResult run(Graph &graph, unsigned depth) {
    for (const auto &op : graph.ops())
      if (failed(nest(*op, depth)))
        return failure();
    return success();
  }

private:
  /// A whole graph of the model, not a parameter of a function.
  static const Graph *subgraph(const Op &op, const Attribute &value) {
    const auto *reference = value.get<SymbolRef>();
    const Graph *named =
        reference && reference->value.empty() ? op.module().graph(reference->graph) : nullptr;
    return named && named->kind() == GraphKind::Function ? named : nullptr;
  }

  LogicalResult nest(Op &op, unsigned depth) {
    std::vector<std::pair<std::string, const Graph *>> found;
    for (const auto &[name, value] : op.attrs())
      if (const Graph *graph = subgraph(op, value))
        found.emplace_back(name, graph);
    if (!found.empty() && depth + 1 >= maxNesting)
      return op.emitError() << "the graphs that it names are nested too deeply";
    for (auto [name, graph] : found) {
      op.attrs().set(name, RegionRef{op.numRegions()});
      if (failed(copy(op, *graph, depth)))
        return failure();
    }
    return success();
  }

  LogicalResult copy(Op &op, const Graph &from, unsigned depth) {
    nested += static_cast<int64_t>(from.ops().size()) + 1;
    if (nested > maxNestedOps)
      return op.emitError() << "the graphs that are named unfold to more than " << maxNestedOps
                            << " ops";
    Graph &region = op.addRegion();
    ValueMap map;
    region.cloneFrom(from, map, [&](const Value &value) {
      return value.name().empty() ? "" : region.uniqueName(value.name());
    });
    region.setDerived(GraphKind::Model, "");
    return run(region, depth + 1);
  }

  int64_t nested = 0;
};

} // namespace

LogicalResult nestSubgraphs(Graph &graph) { return Nester().run(graph, 0); }

} // namespace fixcon
