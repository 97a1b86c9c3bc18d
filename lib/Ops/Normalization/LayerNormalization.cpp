// Normalisation over all axes from `axis` on; mean and inverse deviation are optional results.
#include "Moments.h"
#include "TrailingNorm.h"

namespace fixcon {

static LogicalResult inferLayerNormalization(InferContext &context) {
  if (failed(inferTrailingNorm(context, "layer_normalization", 2)))
    return failure();
  const Type &x = context.type(0);
  auto attrs = context.attrs<TrailingNormAttrs>();
  if (attrs.stashType != DType::F32)
    return context.error("layer_normalization_c3") << "stash_type " << name(attrs.stashType);
  for (unsigned i = 1; i < context.op().numResults(); ++i) {
    context.setResult(i, Type::unranked(DType::F32));
    if (!x.isRanked())
      continue;
    Dims dims = x.dims();
    for (size_t d = *resolveAxis(attrs.axis, x.rank()); d < dims.size(); ++d)
      dims[d] = 1;
    context.setResult(i, Type::tensor(DType::F32, dims));
  }
  return success();
}

static LogicalResult evalLayerNormalization(EvalContext &context) {
  auto attrs = context.attrs<TrailingNormAttrs>();
  const Tensor &x = context.in(0);
  Tensor &y = context.out();
  AxisSplit split(x.shape(), *resolveAxis(attrs.axis, x.rank()));
  int64_t size = split.size * split.inner;
  const double *from = x.data<double>().data();
  double *to = y.mutableData<double>().data();
  for (int64_t o = 0; o < split.outer; ++o) {
    Moments moments = Moments::of(from + o * size, size);
    moments.normalize(from + o * size, to + o * size, size, attrs.epsilon);
    double statistics[] = {moments.mean, moments.inverseDeviation(attrs.epsilon)};
    for (unsigned i = 1; i < context.outputs.size(); ++i)
      context.out(i).mutableData<double>()[static_cast<size_t>(o)] = statistics[i - 1];
  }
  scaleAndShift(context, y);
  return success();
}

OpDef defineLayerNormalization() {
  return OpDef("layer_normalization")
      .summary("Normalises over the trailing axes, then scales and shifts.")
      .operand("X")
      .operand("Scale", Role::Weight)
      .optional("B", Role::Bias)
      .dtypes(floatTypes, {"X"})
      .dtypes(floatTypes, {"Scale", "B"})
      .axis("axis")
      .results(1, 3)
      .attrs<TrailingNormAttrs>()
      .infer(inferLayerNormalization)
      .reference(evalLayerNormalization)
      .onnx("LayerNormalization", 17);
}

} // namespace fixcon
