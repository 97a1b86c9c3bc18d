// One op run on values: types inferred from what the values are, results allocated within a budget,
// evaluated, and rounded to the dtypes that the model declares.
#pragma once

#include "fixcon/Exec/Executor.h"
#include "fixcon/Ops/OpDef.h"

#include <atomic>

namespace fixcon {

/// A value while a graph runs. Floats are held in f64; `dtype` is what the model says they are.
struct RuntimeValue {
  Tensor tensor;
  DType dtype = DType::F32;
};

/// Bytes of live values, shared by all frames of one run.
struct MemoryMeter {
  int64_t budget = 0, used = 0;
};

/// What running an op needs to know beside its operands.
struct StepSettings {
  Precision precision = Precision::F64;
  uint64_t seed = 0;
  EvalContext::RegionRunner runner;
};

/// A tensor as the run holds it: floats in f64, rounded to `dtype` first if the precision is Typed.
RuntimeValue toRuntime(const Tensor &tensor, DType dtype, Precision precision);
/// The reverse for a fetch: f64, or the dtype of the model if the precision is Typed.
Tensor fromRuntime(const RuntimeValue &value, Precision precision);

/// The bytes that a value takes.
int64_t footprint(const Tensor &tensor);

/// Runs `op`; null operands are absent. The results are charged to `meter`.
FailureOr<std::vector<RuntimeValue>> runStep(const Op &op,
                                             const std::vector<const RuntimeValue *> &operands,
                                             const StepSettings &settings, MemoryMeter &meter);

} // namespace fixcon
