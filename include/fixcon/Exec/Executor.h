// Running a graph of core ops: from any cut with given values to any set of values. What is planned once runs many
// times. Ops run by their reference meaning, which is driven by the op definitions, or by faster kernels.
#pragma once

#include "fixcon/Exec/Kernel.h"
#include "fixcon/IR/Graph.h"
#include "fixcon/Support/Memory.h"

#include <functional>
#include <map>
#include <mutex>
#include <span>

namespace fixcon {

struct ExecOptions {
  Numerics numerics = Numerics::Exact;
  /// Bytes that live values may take at a time; exceeding it is a diagnostic at the op. What all runs and
  /// kernels take together is held to the budget of the process, beyond which OutOfMemory is thrown.
  int64_t memoryBudget = fixcon::memoryBudget();
  uint64_t seed = 0;
};

using Bindings = std::unordered_map<const Value *, Tensor>;
using DataBindings = std::unordered_map<const Value *, Datum>;

/// The arguments of `graph`, and the results of its opaque ops, bound to the elements of their names
/// (tensors or data); what has none stays unbound, other names are passed over.
template <class To = Tensor, class From>
std::unordered_map<const Value *, To> bindArguments(const Graph &graph,
                                                    const std::map<std::string, From> &named) {
  std::unordered_map<const Value *, To> bound;
  for (const auto &[name, datum] : named) {
    const Value *value = graph.value(name);
    bool isOpaqueResult = value && value->isResult() && !value->definingOp()->dialect().empty();
    if (value && (value->isArgument() || isOpaqueResult))
      bound.emplace(value, datum);
  }
  return bound;
}

/// Takes the value of wanted[i], as soon as it is there; failure ends the run.
using Sink = std::function<LogicalResult(size_t i, Datum value)>;

/// What lies between given and wanted values, ready to run.
class Plan {
public:
  virtual ~Plan() = default;
  /// `given` in the order in which the plan was asked for. A run keeps a value no longer than something needs it, and
  /// its state to itself: threads may run one plan at the same time.
  virtual LogicalResult run(std::span<const Datum> given, const Sink &sink) const = 0;
};

/// Safe to use from threads. The graph must not change.
class Executor {
public:
  virtual ~Executor() = default;
  virtual const Graph &graph() const = 0;

  /// How to compute `wanted` from `given`: only what lies between is run. A given value is taken as it is even if an op
  /// makes it; an argument need be given only if a wanted value depends on it.
  virtual FailureOr<std::shared_ptr<const Plan>> plan(std::span<const Value *const> given,
                                                      std::span<const Value *const> wanted) = 0;

  /// Values of `fetches`, computed from `feeds` by a plan that is kept for the next time. Float feeds may have any
  /// float dtype. With exact numerics float fetches are F64.
  FailureOr<std::vector<Datum>> runData(const DataBindings &feeds,
                                        std::span<const Value *const> fetches);
  /// The same on tensors: to fetch anything else is an error.
  FailureOr<std::vector<Tensor>> run(const Bindings &feeds, std::span<const Value *const> fetches);
  /// One tensor, from arguments by their names.
  FailureOr<Tensor> runTo(const Value &fetch, const std::map<std::string, Tensor> &arguments);

  /// All outputs from all arguments, in order.
  FailureOr<std::vector<Datum>> runDataOutputs(std::span<const Datum> arguments);
  FailureOr<std::vector<Tensor>> runOutputs(std::span<const Tensor> arguments);

private:
  using PlanKey = std::pair<std::vector<const Value *>, std::vector<const Value *>>;
  FailureOr<std::shared_ptr<const Plan>> knownPlan(const PlanKey &key);

  std::mutex mutex;
  std::map<PlanKey, std::shared_ptr<const Plan>> plans;
};

/// Makes executors; whoever runs models takes one of these.
using ExecutorFactory =
    std::function<FailureOr<std::unique_ptr<Executor>>(const Graph &, const ExecOptions &)>;

/// Runs `graph` (all core ops, verified; it outlives the executor) by the kernels of `provider` where it has some, else
/// by the reference meaning of each op.
FailureOr<std::unique_ptr<Executor>> makeExecutor(const Graph &graph, const ExecOptions &options,
                                                  std::shared_ptr<const KernelProvider> provider);

/// The same by reference meanings alone: readable before fast.
FailureOr<std::unique_ptr<Executor>> makeReferenceExecutor(const Graph &graph,
                                                           const ExecOptions &options);

/// One op on given operand values (null: absent), as the reference executor would run it.
FailureOr<std::vector<Tensor>> evaluateOp(const Op &op, std::span<const Tensor *const> operands,
                                          const ExecOptions &options);

} // namespace fixcon
