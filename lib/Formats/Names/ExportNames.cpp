// Names are given outside in: callers know arguments and outputs by name, so these come first; then
// each value gets back the name that import replaced, if nobody who can see it means another value
// by that name, else its own or a fresh one. So no name is ever ambiguous where it is used.
#include "ExportNames.h"

namespace fixcon {

template <class Fn> static void forEachValue(const Graph &graph, Fn &&fn) {
  for (const auto &argument : graph.arguments())
    fn(*argument);
  for (const auto &weight : graph.weights())
    fn(*weight);
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (op->hasResult(i))
        fn(*op->result(i));
}

static void collectNames(const Graph &graph, std::unordered_set<std::string> &all) {
  forEachValue(graph, [&](const Value &v) { all.insert(v.name()); });
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i)
      collectNames(op->region(i), all);
}

std::string ExportNames::fresh(const std::string &base) {
  for (unsigned suffix = 1;; ++suffix) {
    std::string candidate = base + "_" + std::to_string(suffix);
    if (all.insert(candidate).second)
      return candidate;
  }
}

static bool liesWithin(const Graph *graph, const Graph &outer) {
  for (; graph; graph = graph->parentOp() ? &graph->parentOp()->parent() : nullptr)
    if (graph == &outer)
      return true;
  return false;
}

/// File names of the values around `graph` that it or a graph inside it uses.
ExportNames::Names ExportNames::captured(const Graph &graph) const {
  Names out;
  auto note = [&](const Value *v) {
    if (v && !liesWithin(&v->graph(), graph))
      out.insert(of(*v));
  };
  auto noteOutputs = [&](const Graph &g) {
    for (unsigned i = 0; i < g.numOutputs(); ++i)
      note(g.output(i));
  };
  noteOutputs(graph);
  graph.walk([&](const Op &op) {
    for (const Value *v : op.operands())
      note(v);
    for (unsigned i = 0; i < op.numRegions(); ++i)
      noteOutputs(op.region(i));
  });
  return out;
}

/// Arguments keep their names, which callers use; results and weights take those of outputs. In a
/// nested graph both go by position.
void ExportNames::nameOutputs(const Graph &graph, Names &claimed) {
  for (const auto &argument : graph.arguments()) {
    names[argument.get()] = argument->name();
    claimed.insert(argument->name());
  }
  for (unsigned i = 0; i < graph.numOutputs(); ++i) {
    const std::string &name = graph.outputName(i);
    bool fresh = claimed.insert(name).second;
    all.insert(name);
    if (fresh && !names.contains(graph.output(i)))
      names[graph.output(i)] = name;
  }
}

void ExportNames::nameRest(const Graph &graph, const Renamings &originals, const Names &visible,
                           Names &claimed) {
  Names inUse = originals.empty() ? Names() : captured(graph);
  forEachValue(graph, [&](const Value &v) {
    if (names.contains(&v))
      return;
    auto original = originals.find(v.name());
    // Hiding an outer value is what the file did, and harmless as long as nobody here means it.
    if (original != originals.end() && !inUse.contains(original->second) &&
        claimed.insert(original->second).second) {
      names[&v] = original->second;
      return;
    }
    bool free = !visible.contains(v.name()) && claimed.insert(v.name()).second;
    names[&v] = free ? v.name() : fresh(v.name());
    claimed.insert(names[&v]);
  });
}

LogicalResult ExportNames::assignGraph(const Graph &graph, const RenamingsOf &renamingsOf,
                                       const Names &visible) {
  auto originals = renamingsOf(graph);
  if (failed(originals))
    return failure();
  Names claimed;
  if (!graph.parentOp())
    nameOutputs(graph, claimed);
  nameRest(graph, *originals, visible, claimed);
  bool nests = false;
  for (const auto &op : graph.ops())
    nests |= op->numRegions() > 0;
  if (!nests)
    return success();
  claimed.insert(visible.begin(), visible.end());
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i)
      if (failed(assignGraph(op->region(i), renamingsOf, claimed)))
        return failure();
  return success();
}

std::vector<std::pair<std::string, std::string>> ExportNames::aliases(const Graph &graph) const {
  std::vector<std::pair<std::string, std::string>> out;
  for (unsigned i = 0; i < graph.numOutputs() && !graph.parentOp(); ++i)
    if (of(*graph.output(i)) != graph.outputName(i))
      out.emplace_back(of(*graph.output(i)), graph.outputName(i));
  return out;
}

LogicalResult ExportNames::assign(const Graph &top, const RenamingsOf &renamingsOf) {
  collectNames(top, all);
  return assignGraph(top, renamingsOf, {});
}

} // namespace fixcon
