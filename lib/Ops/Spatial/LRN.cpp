// Local response normalisation across channels: x / (bias + alpha / size * sum of squares)^beta,
// the sum over `size` channels around, cut at the ends.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <cmath>

namespace fixcon {

namespace {
struct LRNAttrs {
  double alpha = 1e-4f, beta = 0.75, bias = 1;
  std::optional<int64_t> size;
  template <class V> void visit(V &v) {
    v("alpha", alpha);
    v("beta", beta);
    v("bias", bias);
    v("size", size);
  }
};
} // namespace

static LogicalResult inferLRN(InferContext &context) {
  auto size = context.attrs<LRNAttrs>().size;
  if (!size || *size < 1 || *size > INT32_MAX)
    return context.error("lrn_c1") << "size is missing or out of range";
  const Type &x = context.type(0);
  if (x.isRanked() && x.rank() < 2)
    return context.error("lrn_c2") << x.str() << " has no batch and channel";
  context.setResult(0, x);
  return success();
}

static LogicalResult evalLRN(EvalContext &context) {
  auto attrs = context.attrs<LRNAttrs>();
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), 1);
  int64_t size = *attrs.size, before = (size - 1) / 2, after = size - 1 - before;
  const double *from = x.data<double>().data();
  double *to = context.out().mutableData<double>().data();
  StopCheck stop;
  for (int64_t n = 0; n < split.outer; ++n)
    for (int64_t c = 0; c < split.size; ++c)
      for (int64_t i = 0; i < split.inner; ++i) {
        stop.after(std::min(size, split.size));
        auto at = [&](int64_t channel) { return (n * split.size + channel) * split.inner + i; };
        double sum = 0;
        for (int64_t k = std::max<int64_t>(0, c - before); k <= std::min(split.size - 1, c + after);
             ++k)
          sum += from[at(k)] * from[at(k)];
        double base = attrs.bias + attrs.alpha / static_cast<double>(size) * sum;
        to[at(c)] = from[at(c)] / std::pow(base, attrs.beta);
      }
  return success();
}

OpDef defineLRN() {
  return OpDef("lrn")
      .summary("Local response normalisation across channels.")
      .operand("X")
      .attrs<LRNAttrs>()
      .infer(inferLRN)
      .reference(evalLRN)
      .onnx("LRN");
}

} // namespace fixcon
