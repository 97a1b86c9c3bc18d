// One op run on values: types inferred from what the values are, results allocated within a budget,
// evaluated, and rounded to the dtypes that the model declares.
//
// While a graph runs, its tensors hold floats in f64; the datum's dtype is what the model says.
#pragma once

#include "fixcon/Exec/Executor.h"
#include "fixcon/Ops/EvalContext.h"

#include <atomic>

namespace fixcon {

/// Bytes of live values, shared by all frames of one run.
struct MemoryMeter {
  int64_t budget = 0, used = 0;
};

/// What running an op needs to know beside its operands.
struct StepSettings {
  Numerics numerics = Numerics::Exact;
  uint64_t seed = 0;
  EvalContext::RegionRunner runner;
};

/// `given` as the run holds a value of this type: floats in f64, rounded to the type's dtype first
/// if numerics are Typed. What is given for an optional is one that is there. Shapes may
/// differ; nullopt if the kind or dtype is another.
std::optional<Datum> toRuntime(const Datum &given, const Type &type, Numerics numerics);
/// A tensor given for a value of that dtype, on the grid of the dtype if numerics are Typed, in whatever dtype holds its
/// numbers; nullopt if one is a float and the other is none.
std::optional<Datum> takeTensor(const Datum &given, DType dtype, Numerics numerics);
/// The reverse for what is wanted: f64, or the dtypes of the model if numerics are Typed.
Datum fromRuntime(const RunValue &value, Numerics numerics);

/// Whether kinds, dtypes and shapes, those of elements too, are what `type` says of them.
bool fits(const Datum &value, const Type &type);

/// Reports results that do not fit beside what is in use.
LogicalResult checkBudget(const Op &op, int64_t bytes, const MemoryMeter &meter);

/// Runs `op`; null operands are absent. The results are charged to `meter`.
FailureOr<std::vector<Datum>> runStep(const Op &op, const std::vector<const Datum *> &operands,
                                      const StepSettings &settings, MemoryMeter &meter);

} // namespace fixcon
