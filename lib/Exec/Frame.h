// The values of one graph while it runs. A nested graph has its own frame and sees those around it.
#pragma once

#include "Schedule.h"
#include "Step.h"

#include <mutex>

namespace fixcon {

/// Weights as runs hold them, in whatever forms they were asked for. Safe to use from threads.
class WeightCache {
public:
  const RunValue &get(const Value &weight);

private:
  std::mutex mutex;
  std::unordered_map<const Value *, RunValue> values;
};

/// The steps of nested graphs, which run many times. Safe to use from threads.
class RegionSchedules {
public:
  /// What `region` runs for all its outputs, `make` asked once.
  FailureOr<std::shared_ptr<const Schedule>> get(const Graph &region,
                                                 const std::function<FailureOr<Schedule>()> &make);

private:
  std::mutex mutex;
  std::unordered_map<const Graph *, std::shared_ptr<const Schedule>> schedules;
};

/// What all frames of one run share.
struct RunState {
  const GraphIndex &index;
  WeightCache &weights;
  const ExecOptions &options;
  const KernelProvider *provider; ///< null: none
  RegionSchedules &regions;
  MemoryMeter meter;
};

class Frame {
public:
  /// Takes the value of wanted[i].
  using Delivery = std::function<LogicalResult(size_t i, const RunValue &value)>;

  Frame(const Graph &graph, RunState &run, const Frame *parent = nullptr)
      : graph(graph), run(run), parent(parent) {}
  ~Frame();
  Frame(const Frame &) = delete;
  Frame &operator=(const Frame &) = delete;

  /// Sets a value before execute(). Reports if the memory budget is spent.
  LogicalResult bind(const Value &value, const Datum &datum);
  /// Runs the steps and hands over each wanted value once it is there, the same one as often as it is wanted.
  LogicalResult execute(const Schedule &schedule, std::span<const Value *const> wanted,
                        const Delivery &deliver);
  /// Runs one op of this graph by its reference meaning; nested graphs see this frame.
  FailureOr<std::vector<Datum>> evaluate(const Op &op, const std::vector<const Datum *> &operands);

private:
  const RunValue &value(const Value &value) const;
  bool has(const Value &value) const;
  LogicalResult step(const PlanStep &step);
  LogicalResult runReference(const Op &op);
  FailureOr<bool> runKernel(const PlanStep &step);
  LogicalResult keep(const Op &op, const Value &value, RunValue held);
  void drop(const Value *value);
  FailureOr<std::vector<Datum>> runRegion(const Graph &region, const std::vector<Datum> &arguments);

  const Graph &graph;
  RunState &run;
  const Frame *parent;
  std::unordered_map<const Value *, RunValue> values;
};

} // namespace fixcon
