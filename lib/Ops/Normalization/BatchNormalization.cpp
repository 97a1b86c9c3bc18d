// Normalisation of each channel: by stored statistics, or in training mode by those of the batch,
// in which case the running statistics are updated and returned.
#include "ChannelNorm.h"
#include "Definition/Axis.h"
#include "Moments.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
struct BatchNormalizationAttrs {
  double epsilon = 1e-5f, momentum = 0.9f;
  int64_t trainingMode = 0;
  template <class V> void visit(V &v) {
    v("epsilon", epsilon);
    v("momentum", momentum);
    v("training_mode", trainingMode);
  }
};
} // namespace

static LogicalResult inferBatchNormalization(InferContext &context) {
  if (failed(inferChannelNorm(context, "batch_normalization", 4)))
    return failure();
  for (unsigned i = 1; i < context.op().numResults(); ++i)
    context.setResult(i, context.type(i + 2));
  if (context.op().numResults() > 1 && !context.attrs<BatchNormalizationAttrs>().trainingMode)
    return context.error("batch_normalization_c3") << "statistics are results only in training";
  return success();
}

/// Of one channel over the batch.
static Moments channelMoments(const Tensor &x, const AxisSplit &split, int64_t channel) {
  std::vector<double> elements;
  for (int64_t n = 0; n < split.outer; ++n) {
    const double *from = x.data<double>().data() + (n * split.size + channel) * split.inner;
    elements.insert(elements.end(), from, from + split.inner);
  }
  return Moments::of(elements.data(), static_cast<int64_t>(elements.size()));
}

static double blend(double running, double current, double momentum) {
  return running * momentum + current * (1 - momentum);
}

static LogicalResult evalBatchNormalization(EvalContext &context) {
  auto attrs = context.attrs<BatchNormalizationAttrs>();
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), 1);
  auto parameter = [&](unsigned i) { return context.in(i).data<double>().data(); };
  const double *from = x.data<double>().data();
  double *to = context.out().mutableData<double>().data();
  for (int64_t c = 0; c < split.size; ++c) {
    Moments moments{parameter(3)[c], parameter(4)[c]};
    if (attrs.trainingMode) {
      moments = channelMoments(x, split, c);
      double current[] = {moments.mean, moments.variance};
      for (unsigned i = 1; i < context.outputs.size(); ++i)
        context.out(i).mutableData<double>()[static_cast<size_t>(c)] =
            blend(parameter(i + 2)[c], current[i - 1], attrs.momentum);
    }
    for (int64_t n = 0; n < split.outer; ++n) {
      int64_t at = (n * split.size + c) * split.inner;
      moments.normalize(from + at, to + at, split.inner, attrs.epsilon, parameter(1)[c],
                        parameter(2)[c]);
    }
  }
  return success();
}

OpDef defineBatchNormalization() {
  return OpDef("batch_normalization")
      .summary("(x - mean) / sqrt(var + epsilon) * scale + B for each channel.")
      .operand("X")
      .operand("scale", Role::Weight)
      .operand("B", Role::Bias)
      .operand("input_mean", Role::Statistic)
      .operand("input_var", Role::Statistic)
      .dtypes(floatTypes, {"X"})
      .dtypes(floatTypes, {"scale", "B"})
      .dtypes(floatTypes, {"input_mean", "input_var"})
      .results(1, 3)
      .attrs<BatchNormalizationAttrs>()
      .infer(inferBatchNormalization)
      .reference(evalBatchNormalization)
      .onnx("BatchNormalization", 14);
}

} // namespace fixcon
