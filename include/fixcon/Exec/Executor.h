// Running a graph of core ops: from any cut with given values to any set of values. The reference
// executor is driven by the op definitions; faster ones share the interface.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/IR/Graph.h"
#include "fixcon/Support/Memory.h"

#include <functional>
#include <map>
#include <span>

namespace fixcon {

/// F64: float values are f64 throughout, whatever their dtype, so that two evaluations of one
/// meaning agree to 1e-8 and only what the model says differs. Typed: every float result is rounded
/// to its dtype (accumulation stays f64), which is what a runtime would compute up to summation
/// order. Integers have their own dtype in both.
enum class Precision { F64, Typed };

struct ExecOptions {
  Precision precision = Precision::F64;
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

class Executor {
public:
  virtual ~Executor() = default;

  /// Values of `fetches`, computed from `feeds`: only what lies between is run. A fed value is
  /// taken as it is even if an op makes it; feeding an argument is needed only if a fetch depends
  /// on it. Float feeds may have any float dtype. With F64, float fetches are F64.
  virtual FailureOr<std::vector<Datum>> runData(const DataBindings &feeds,
                                                std::span<const Value *const> fetches) = 0;
  /// The same on tensors: to fetch anything else is an error.
  FailureOr<std::vector<Tensor>> run(const Bindings &feeds, std::span<const Value *const> fetches);
  /// One tensor, from arguments by their names.
  FailureOr<Tensor> runTo(const Value &fetch, const std::map<std::string, Tensor> &arguments);

  /// All outputs from all arguments, in order.
  FailureOr<std::vector<Datum>> runDataOutputs(std::span<const Datum> arguments);
  FailureOr<std::vector<Tensor>> runOutputs(std::span<const Tensor> arguments);

  virtual const Graph &graph() const = 0;
};

/// Makes executors; whoever runs models takes one of these.
using ExecutorFactory =
    std::function<FailureOr<std::unique_ptr<Executor>>(const Graph &, const ExecOptions &)>;

/// Readable before fast; `graph` (all core ops, verified) outlives it.
FailureOr<std::unique_ptr<Executor>> makeReferenceExecutor(const Graph &graph,
                                                           const ExecOptions &options);

/// One op on given operand values (null: absent), as the reference executor would run it.
FailureOr<std::vector<Tensor>> evaluateOp(const Op &op, std::span<const Tensor *const> operands,
                                          const ExecOptions &options);

} // namespace fixcon
