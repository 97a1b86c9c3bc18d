// mean over all spatial positions of each channel.
#include "Pool.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult evalGlobalAveragePool(EvalContext &context) {
  const Tensor &x = context.in(0);
  const double *from = x.data<double>().data();
  auto results = context.out().mutableData<double>();
  int64_t size = results.empty() ? 0 : x.size() / static_cast<int64_t>(results.size());
  for (double &result : results) {
    for (int64_t i = 0; i < size; ++i)
      result += from[i];
    result /= static_cast<double>(size);
    from += size;
  }
  return success();
}

OpDef defineGlobalAveragePool() {
  return OpDef("global_average_pool")
      .summary("Mean over all spatial positions.")
      .operand("X")
      .spatialReduction("reduce_mean")
      .keepsSign()
      .infer([](InferContext &context) { return inferGlobalPool(context, "global_average_pool"); })
      .reference(evalGlobalAveragePool)
      .onnx("GlobalAveragePool");
}

} // namespace fixcon
