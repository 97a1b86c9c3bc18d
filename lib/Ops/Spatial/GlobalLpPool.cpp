// p-norm over all spatial positions of each channel.
#include "Pool.h"

#include "fixcon/Ops/EvalContext.h"

#include <cmath>

namespace fixcon {

namespace {
struct GlobalLpPoolAttrs {
  int64_t p = 2;
  template <class V> void visit(V &v) { v("p", p); }
};
} // namespace

static LogicalResult evalGlobalLpPool(EvalContext &context) {
  auto p = static_cast<double>(context.attrs<GlobalLpPoolAttrs>().p);
  const Tensor &x = context.in(0);
  const double *from = x.data<double>().data();
  auto results = context.out().mutableData<double>();
  int64_t size = results.empty() ? 0 : x.size() / static_cast<int64_t>(results.size());
  for (double &result : results) {
    for (int64_t i = 0; i < size; ++i)
      result += std::pow(std::fabs(from[i]), p);
    result = std::pow(result, 1 / p);
    from += size;
  }
  return success();
}

OpDef defineGlobalLpPool() {
  return OpDef("global_lp_pool")
      .summary("p-norm over all spatial positions.")
      .operand("X")
      .attrs<GlobalLpPoolAttrs>()
      .infer([](InferContext &context) { return inferGlobalPool(context, "global_lp_pool"); })
      .reference(evalGlobalLpPool)
      .onnx("GlobalLpPool", 2);
}

} // namespace fixcon
