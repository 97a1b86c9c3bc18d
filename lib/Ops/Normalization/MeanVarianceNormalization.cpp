// (x - mean) / (deviation + 1e-9) with the moments over the given axes.
#include "Definition/Axis.h"
#include "Moments.h"
#include "Reduction/Reduce.h"

namespace fixcon {

namespace {
struct MeanVarianceAttrs {
  Attribute::Ints axes{0, 2, 3};
  template <class V> void visit(V &v) { v("axes", axes); }
};
} // namespace

static LogicalResult inferMeanVariance(InferContext &context) {
  const Type &x = context.type(0);
  if (x.isRanked() && !markAxes(context.attrs<MeanVarianceAttrs>().axes, x.rank()))
    return context.error("mean_variance_normalization_c1")
           << "axes outside of " << x.str() << " or named twice";
  context.setResult(0, x);
  return success();
}

static LogicalResult evalMeanVariance(EvalContext &context) {
  // The operator's definition adds this to the deviation, not to the variance.
  constexpr double epsilon = 1e-9;
  const Tensor &x = context.in(0);
  ReduceOffsets offsets(x.shape(), *markAxes(context.attrs<MeanVarianceAttrs>().axes, x.rank()));
  auto from = x.data<double>();
  auto to = context.out().mutableData<double>();
  std::vector<double> elements(offsets.steps.size());
  for (int64_t start : offsets.starts) {
    for (size_t r = 0; r < elements.size(); ++r)
      elements[r] = from[static_cast<size_t>(start + offsets.steps[r])];
    Moments moments = Moments::of(elements.data(), static_cast<int64_t>(elements.size()));
    double deviation = std::sqrt(moments.variance) + epsilon;
    for (size_t r = 0; r < elements.size(); ++r)
      to[static_cast<size_t>(start + offsets.steps[r])] = (elements[r] - moments.mean) / deviation;
  }
  return success();
}

OpDef defineMeanVarianceNormalization() {
  return OpDef("mean_variance_normalization")
      .summary("(x - mean) / deviation over the given axes.")
      .operand("X")
      .attrs<MeanVarianceAttrs>()
      .infer(inferMeanVariance)
      .reference(evalMeanVariance)
      .onnx("MeanVarianceNormalization", 9);
}

} // namespace fixcon
