// The values of one graph while it runs. A nested graph has its own frame and sees those around it.
#pragma once

#include "Slice.h"
#include "Step.h"
#include "WidenedWeights.h"

namespace fixcon {

/// What all frames of one run share.
struct RunState {
  const GraphIndex &index;
  WidenedWeights &weights;
  const ExecOptions &options;
  MemoryMeter meter;
};

class Frame {
public:
  Frame(const Graph &graph, RunState &run, const Frame *parent = nullptr)
      : graph(graph), run(run), parent(parent) {}
  ~Frame();
  Frame(const Frame &) = delete;
  Frame &operator=(const Frame &) = delete;

  /// Sets a value before execute(). Reports if the memory budget is spent.
  LogicalResult bind(const Value &value, const Datum &datum);
  /// Runs what the fetches need and is not given.
  LogicalResult execute(std::span<const Value *const> fetches);
  Datum value(const Value &value) const;
  /// Runs one op of this graph; nested graphs see this frame.
  FailureOr<std::vector<Datum>> evaluate(const Op &op, const std::vector<const Datum *> &operands);

private:
  LogicalResult step(const Op &op);
  /// What is bound or computed here or around here; null for weights.
  const Datum *find(const Value &value) const;
  void drop(const Value *value);
  FailureOr<std::vector<Datum>> runRegion(const Graph &region, const std::vector<Datum> &arguments);

  const Graph &graph;
  RunState &run;
  const Frame *parent;
  std::unordered_map<const Value *, Datum> values;
};

} // namespace fixcon
