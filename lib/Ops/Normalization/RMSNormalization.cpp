// x divided by its root mean square over all axes from `axis` on, then scaled.
#include "TrailingNorm.h"

#include <cmath>

namespace fixcon {

static LogicalResult evalRMSNormalization(EvalContext &context) {
  auto attrs = context.attrs<TrailingNormAttrs>();
  const Tensor &x = context.in(0);
  Tensor &y = context.out();
  AxisSplit split(x.shape(), *resolveAxis(attrs.axis, x.rank()));
  int64_t size = split.size * split.inner;
  const double *from = x.data<double>().data();
  double *to = y.mutableData<double>().data();
  for (int64_t o = 0; o < split.outer; ++o, from += size, to += size) {
    double sum = 0;
    for (int64_t i = 0; i < size; ++i)
      sum += from[i] * from[i];
    double root = std::sqrt(sum / static_cast<double>(size) + attrs.epsilon);
    for (int64_t i = 0; i < size; ++i)
      to[i] = from[i] / root;
  }
  scaleAndShift(context, y);
  return success();
}

OpDef defineRMSNormalization() {
  return OpDef("rms_normalization")
      .summary("x / sqrt(mean of x^2 + epsilon) over the trailing axes, times scale.")
      .operand("X")
      .operand("scale", Role::Weight)
      .dtypes(floatTypes, {"X"})
      .dtypes(floatTypes, {"scale"})
      .axis("axis")
      .attrs<TrailingNormAttrs>()
      .infer(
          [](InferContext &context) { return inferTrailingNorm(context, "rms_normalization", 1); })
      .reference(evalRMSNormalization)
      .onnx("RMSNormalization", 23);
}

} // namespace fixcon
