// Which ops a run needs: the slice backward from what is wanted to what is given, in the graph's order,
// as steps, and after which step each value has had its last use.
#pragma once

#include "fixcon/Exec/Executor.h"

#include <unordered_set>

namespace fixcon {

/// Facts about the ops of a graph and of those nested in it, gathered once.
class GraphIndex {
public:
  explicit GraphIndex(const Graph &graph) { add(graph); }
  /// Of one op and the graphs nested in it.
  explicit GraphIndex(const Op &op) { add(op); }

  size_t position(const Op &op) const { return positions.at(&op); }
  /// Values of surrounding graphs that the nested graphs of `op` use; each once.
  const std::vector<const Value *> &captured(const Op &op) const;
  /// Operands and captured values.
  std::vector<const Value *> reads(const Op &op) const;
  /// Whether all that the op gives ends in what integer kernels accumulate, which is rounded nowhere.
  bool isExact(const Op &op) const { return exact.contains(&op); }

private:
  void add(const Graph &graph);
  void add(const Op &op);
  void findExact(const Graph &graph);

  std::unordered_map<const Op *, size_t> positions;
  std::unordered_map<const Op *, std::vector<const Value *>> captures;
  std::unordered_set<const Op *> exact;
};

/// The steps of a run.
struct Schedule {
  struct Entry {
    PlanStep step;
    std::vector<const Value *> dead; ///< values without use after this step
  };
  std::vector<Entry> entries;
};

/// What a schedule is made for.
struct ScheduleRequest {
  const Graph &graph;
  std::function<bool(const Value *)> isGiven; ///< tells the fed values of the graph
  std::span<const Value *const> wanted;
  const KernelProvider *provider; ///< null: the reference alone
  Numerics numerics;
};

/// The ops between what is given and what is wanted. An argument that is needed but not given is an error.
FailureOr<Schedule> schedule(const GraphIndex &index, const ScheduleRequest &request);

} // namespace fixcon
