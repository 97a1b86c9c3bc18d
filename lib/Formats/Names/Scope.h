// Names of values. ONNX lets sibling graphs use one name for different values, the IR does not: who
// comes second gets a name of its own, and the file's name is kept for export.
#pragma once

#include "fixcon/IR/Graph.h"

#include <unordered_set>

namespace fixcon {

class Scope {
public:
  /// `outer` is null for a top-level graph.
  explicit Scope(Scope *outer) : outer(outer), root(outer ? outer->root : this) {}

  /// Reserves a name of the IR for a value of this graph; false if the graph declares `original`
  /// already. `producer` is the node that makes it, or -1.
  bool declare(const std::string &original, int producer = -1);
  /// The node that makes a declared value; -1 if none does.
  int producer(const std::string &original) const { return entries.at(original).producer; }
  const std::string &nameFor(const std::string &original) const {
    return entries.at(original).name;
  }
  void bind(const std::string &original, Value *value) { entries.at(original).value = value; }
  /// The value of this graph; null if there is none yet.
  Value *local(const std::string &original) const;
  /// The value that `original` means here: this graph's, if it declares it anywhere, else that of a
  /// graph around it. Null if there is none (yet).
  Value *find(const std::string &original) const;
  /// (name in the IR, name in the file) where the two differ, in order of declaration.
  const std::vector<std::pair<std::string, std::string>> &renamings() const { return renamed; }

private:
  struct Entry {
    std::string name;
    Value *value = nullptr;
    int producer = -1;
  };
  std::string unused(const std::string &original);

  Scope *outer, *root;
  std::unordered_map<std::string, Entry> entries;
  std::vector<std::pair<std::string, std::string>> renamed;
  // Of the root: all names of the IR so far.
  std::unordered_set<std::string> taken;
  std::unordered_map<std::string, unsigned> suffixes;
};

} // namespace fixcon
