// A module: top-level graphs by name, and records that passes leave for each other.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// A statement beside the graphs: `preprocess @source {...}`, `samples @probe {...}`,
/// `fault wb @target::%4 against @source::%0 {...}`, `pair @source.n::%3 against @target.n::%4
/// {...}`. The layer that owns a kind of record gives it a typed form.
struct Record {
  std::string kind;
  std::string tag; ///< the word behind the kind, may be empty
  SymbolRef subject;
  SymbolRef against; ///< graph empty if there is none
  AttrDict attrs;
  Location location;
  bool operator==(const Record &other) const {
    return kind == other.kind && tag == other.tag && subject == other.subject &&
           against == other.against && attrs == other.attrs;
  }
};

class Module {
public:
  explicit Module(Diagnostics &diags) : engine(&diags) {}
  Module(const Module &) = delete;
  Module &operator=(const Module &) = delete;

  Diagnostics &diagnostics() const { return *engine; }
  /// Where its first graph was read from.
  Location location() const {
    return graphList.empty() ? Location() : graphList.front()->location();
  }

  /// Graphs, records and attributes once more, with the same diagnostics; weights are shared until
  /// written.
  std::unique_ptr<Module> clone() const;

  /// Appends an empty graph; null if the name is taken.
  Graph *addGraph(const std::string &name);
  /// A copy of `source` (of this or another module) under a new name; null if the name is taken.
  Graph *cloneGraph(const Graph &source, const std::string &name, ValueMap *map = nullptr);
  /// A copy of a model of another module, and of its functions, under the same names; null if the model's
  /// name is taken.
  Graph *cloneModel(const Graph &model);
  Graph *graph(std::string_view name) const;
  const std::vector<std::unique_ptr<Graph>> &graphs() const { return graphList; }
  /// The first graph that is derived from `from` in that way, or null.
  Graph *derived(const Graph &from, GraphKind kind) const;
  /// `base` itself if no graph has that name, else base_1, base_2 ...
  std::string uniqueGraphName(const std::string &base) const;
  void eraseGraph(std::string_view name);
  /// Puts graph `by` in the place of graph `name`, under that name; `name` itself is destroyed.
  void replaceGraph(std::string_view name, std::string_view by);
  /// Moves all graphs and records of `other` in; false if a graph name is taken.
  bool absorb(Module &other);

  std::vector<Record> &records() { return recordList; }
  const std::vector<Record> &records() const { return recordList; }
  AttrDict &attrs() { return attributes; }
  const AttrDict &attrs() const { return attributes; }

  /// Of everything that the text form shows, weights by content.
  ContentHash hash() const;

private:
  friend class Graph;
  void renamed(Graph &graph, const std::string &name);

  Diagnostics *engine;
  std::vector<std::unique_ptr<Graph>> graphList;
  std::unordered_map<std::string, Graph *> byName;
  std::vector<Record> recordList;
  AttrDict attributes;
};

/// What a model calls one of its functions: "<domain>.<name>", and ".<overload>" unless that is empty.
std::string functionLabel(std::string_view domain, std::string_view name,
                          std::string_view overload);
/// The name of the graph that holds the function of that label.
std::string functionGraphName(std::string_view model, std::string_view label);

} // namespace fixcon
