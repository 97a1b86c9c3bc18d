// Writing updates into a copy of the data, as ScatterElements and ScatterND share it.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Label <op>_c8: the reduction is none, add, mul, max or min, and its dtype can be reduced.
LogicalResult checkReduction(InferContext &context, const std::string &reduction);

/// data[targets[i]] becomes updates[i], or the reduction of both, in this order.
LogicalResult scatter(EvalContext &context, Tensor data, const Tensor &updates,
                      std::span<const int64_t> targets, const std::string &reduction);

} // namespace fixcon
