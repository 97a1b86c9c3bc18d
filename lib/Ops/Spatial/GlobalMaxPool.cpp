// largest element over all spatial positions of each channel.
#include "Pool.h"

#include "fixcon/Ops/EvalContext.h"

#include <cmath>
#include <limits>

namespace fixcon {

static LogicalResult evalGlobalMaxPool(EvalContext &context) {
  const Tensor &x = context.in(0);
  const double *from = x.data<double>().data();
  auto results = context.out().mutableData<double>();
  int64_t size = results.empty() ? 0 : x.size() / static_cast<int64_t>(results.size());
  for (double &result : results) {
    result = -std::numeric_limits<double>::infinity();
    for (int64_t i = 0; i < size; ++i)
      if (from[i] > result || std::isnan(from[i]))
        result = from[i];
    from += size;
  }
  return success();
}

OpDef defineGlobalMaxPool() {
  return OpDef("global_max_pool")
      .summary("Largest element over all spatial positions.")
      .operand("X")
      .spatialReduction("reduce_max")
      .keepsSign()
      .infer([](InferContext &context) { return inferGlobalPool(context, "global_max_pool"); })
      .reference(evalGlobalMaxPool)
      .onnx("GlobalMaxPool");
}

} // namespace fixcon
