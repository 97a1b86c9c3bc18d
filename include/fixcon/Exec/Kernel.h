// What runs faster than the reference meaning of an op. An executor asks for kernels once, when it plans.
#pragma once

#include "fixcon/Exec/RunValue.h"
#include "fixcon/IR/Op.h"

#include <optional>
#include <span>

namespace fixcon {

/// How an executor computes. Exact: float values are f64 throughout, whatever their dtype, so that two evaluations
/// of one meaning agree to 1e-8 and only what the model says differs. Typed: every float result is on the grid of its
/// dtype, as a runtime would compute it up to the order of sums; the reference sums in f64. Integers have their own
/// dtype in both. How values are stored is the executor's own affair (RunValue.h).
enum class Numerics { Exact, Typed };

/// The dtype in which values of `declared` are computed; nullopt where only the reference knows how: what is rounded
/// to a grid that arithmetic has not, and what is no float.
std::optional<DType> arithmeticDType(DType declared, Numerics numerics);

class Kernel {
public:
  virtual ~Kernel() = default;
  /// The results for these operands (null: absent) in the order of PlanStep::operands; nullopt if the kernel does not
  /// take them. Threads may run it at the same time.
  virtual std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const = 0;
};

/// Ops that run as one.
struct PlanStep {
  std::vector<const Op *> ops;          ///< in their order
  std::vector<const Value *> operands;  ///< what the kernel reads; null: absent
  std::vector<const Value *> results;   ///< what it makes; null: nobody asks
  std::shared_ptr<const Kernel> kernel; ///< null: the reference runs the op, which is one
  std::vector<PlanStep> parts; ///< what to do where the kernel refuses; empty: as without it
};

/// An op by itself, without a kernel.
PlanStep stepOf(const Op &op);

/// What is to be run.
struct StepRequest {
  std::span<const Op *const> ops; ///< in order
  Numerics numerics;
  /// Values that must be results of steps; of others those that no other step reads need not be.
  std::function<bool(const Value *)> isVisible;
  /// Ops that the reference must run.
  std::function<bool(const Op &)> isPlain;
};

class KernelProvider {
public:
  virtual ~KernelProvider() = default;
  /// Steps that compute what the ops do.
  virtual std::vector<PlanStep> schedule(const StepRequest &request) const = 0;
};

} // namespace fixcon
