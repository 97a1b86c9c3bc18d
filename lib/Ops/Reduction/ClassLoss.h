// Losses that pick one class for each position: the logarithmic probability of the target class,
// negated, weighted by class, and reduced.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

struct ClassLossAttrs {
  std::optional<int64_t> ignoreIndex;
  std::string reduction = "mean";
  template <class V> void visit(V &v) {
    v("ignore_index", ignoreIndex);
    v("reduction", reduction);
  }
};

/// Operands: values [N, C, ...], target classes [N, ...], optional weight [C]. Sets result 0.
LogicalResult inferClassLoss(InferContext &context, const std::string &label);

/// Result 0 from the logarithmic probabilities. A target outside the classes that is not ignored is
/// an error.
LogicalResult evalClassLoss(EvalContext &context, const Tensor &logProbabilities);

} // namespace fixcon
