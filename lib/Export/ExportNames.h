// Names of values in the file. Mostly they are those of the IR; a value that is an output takes the
// output's name, one that import renamed takes its old name back, and who is in the way gets a new
// one.
#pragma once

#include "fixcon/IR/Graph.h"

#include <unordered_set>

namespace fixcon {
namespace onnx {
class GraphResidue;
}

class ExportNames {
public:
  /// Names for all values of a top-level graph and its nested ones. False after an error if a
  /// residue cannot be read.
  bool assign(const Graph &top, const onnx::GraphResidue &residue);

  const std::string &of(const Value &value) const { return names.at(&value); }
  /// (name of the value, name of the output) for outputs whose value has another name, because it
  /// is an argument or an output already.
  std::vector<std::pair<std::string, std::string>> aliases(const Graph &graph) const;

private:
  using Names = std::unordered_set<std::string>;
  bool assignGraph(const Graph &graph, const onnx::GraphResidue &residue, const Names &visible);
  bool assignNested(const Graph &graph, const Names &visible);
  void nameOutputs(const Graph &graph, Names &claimed);
  void nameRest(const Graph &graph, const onnx::GraphResidue &residue, const Names &visible,
                Names &claimed);
  Names captured(const Graph &graph) const;
  std::string fresh(const std::string &base);

  std::unordered_map<const Value *, std::string> names;
  Names all; ///< of the IR and of the file so far
};

} // namespace fixcon
