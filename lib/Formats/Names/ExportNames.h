// Names of values in the file. Mostly they are those of the IR; a value that is an output takes the
// output's name, one that import renamed takes its old name back, and who is in the way gets a new
// one.
#pragma once

#include "fixcon/IR/Graph.h"

#include <functional>
#include <unordered_set>

namespace fixcon {

class ExportNames {
public:
  /// From the name of a value to its name in the file, for the values that import renamed.
  using Renamings = std::unordered_map<std::string, std::string>;
  /// How a format finds the renamings of one graph, nested ones not included; failure is reported.
  using RenamingsOf = std::function<FailureOr<Renamings>(const Graph &)>;

  /// Names for all values of a top-level graph and its nested ones.
  LogicalResult assign(const Graph &top, const RenamingsOf &renamingsOf);

  const std::string &of(const Value &value) const { return names.at(&value); }
  /// (name of the value, name of the output) for outputs whose value has another name, because it
  /// is an argument or an output already.
  std::vector<std::pair<std::string, std::string>> aliases(const Graph &graph) const;

private:
  using Names = std::unordered_set<std::string>;
  LogicalResult assignGraph(const Graph &graph, const RenamingsOf &renamingsOf,
                            const Names &visible);
  void nameOutputs(const Graph &graph, Names &claimed);
  void nameRest(const Graph &graph, const Renamings &originals, const Names &visible,
                Names &claimed);
  Names captured(const Graph &graph) const;
  std::string fresh(const std::string &base);

  std::unordered_map<const Value *, std::string> names;
  Names all; ///< of the IR and of the file so far
};

} // namespace fixcon
