// Normalisation of each channel of each sample by its own mean and variance.
#include "ChannelNorm.h"
#include "Definition/Axis.h"
#include "Moments.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
struct InstanceNormalizationAttrs {
  double epsilon = 1e-5f;
  template <class V> void visit(V &v) { v("epsilon", epsilon); }
};
} // namespace

static LogicalResult evalInstanceNormalization(EvalContext &context) {
  double epsilon = context.attrs<InstanceNormalizationAttrs>().epsilon;
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), 1);
  const double *from = x.data<double>().data();
  double *to = context.out().mutableData<double>().data();
  auto scale = context.in(1).data<double>(), bias = context.in(2).data<double>();
  for (int64_t plane = 0; plane < split.outer * split.size; ++plane) {
    auto channel = static_cast<size_t>(plane % split.size);
    int64_t at = plane * split.inner;
    Moments::of(from + at, split.inner)
        .normalize(from + at, to + at, split.inner, epsilon, scale[channel], bias[channel]);
  }
  return success();
}

OpDef defineInstanceNormalization() {
  return OpDef("instance_normalization")
      .summary("Normalises each channel of each sample by its own moments.")
      .operand("input")
      .operand("scale", Role::Weight)
      .operand("B", Role::Bias)
      .attrs<InstanceNormalizationAttrs>()
      .infer([](InferContext &context) {
        return inferChannelNorm(context, "instance_normalization", 2);
      })
      .reference(evalInstanceNormalization)
      .onnx("InstanceNormalization", 6);
}

} // namespace fixcon
