#include "ExportNames.h"

#include "../Import/Proto/Residue.h"

#include "residue.pb.h"

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

void ExportNames::nameRest(const Graph &graph, const onnx::GraphResidue &residue,
                           const Names &visible, Names &claimed) {
  std::unordered_map<std::string, std::string> originals;
  for (const auto &renaming : residue.renaming())
    originals.emplace(renaming.value(), renaming.original());
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

bool ExportNames::assignNested(const Graph &graph, const Names &visible) {
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i) {
      onnx::GraphResidue residue;
      if (!loadResidue(&op->region(i).attrs(), residue)) {
        op->emitError() << "the residue of a nested graph cannot be read";
        return false;
      }
      if (!assignGraph(op->region(i), residue, visible))
        return false;
    }
  return true;
}

bool ExportNames::assignGraph(const Graph &graph, const onnx::GraphResidue &residue,
                              const Names &visible) {
  Names claimed;
  if (!graph.parentOp())
    nameOutputs(graph, claimed);
  nameRest(graph, residue, visible, claimed);
  bool nests = false;
  for (const auto &op : graph.ops())
    nests |= op->numRegions() > 0;
  if (!nests)
    return true;
  claimed.insert(visible.begin(), visible.end());
  return assignNested(graph, claimed);
}

std::vector<std::pair<std::string, std::string>> ExportNames::aliases(const Graph &graph) const {
  std::vector<std::pair<std::string, std::string>> out;
  for (unsigned i = 0; i < graph.numOutputs() && !graph.parentOp(); ++i)
    if (of(*graph.output(i)) != graph.outputName(i))
      out.emplace_back(of(*graph.output(i)), graph.outputName(i));
  return out;
}

bool ExportNames::assign(const Graph &top, const onnx::GraphResidue &residue) {
  collectNames(top, all);
  return assignGraph(top, residue, {});
}

} // namespace fixcon
