// Normalisation of groups of channels of each sample by the moments of the group, then one scale
// and bias for each channel.
#include "ChannelNorm.h"
#include "Definition/Axis.h"
#include "Moments.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
struct GroupNormalizationAttrs {
  double epsilon = 1e-5f;
  std::optional<int64_t> numGroups;
  DType stashType = DType::F32;
  template <class V> void visit(V &v) {
    v("epsilon", epsilon);
    v("num_groups", numGroups);
    v("stash_type", stashType);
  }
};
} // namespace

static LogicalResult inferGroupNormalization(InferContext &context) {
  if (failed(inferChannelNorm(context, "group_normalization", 2)))
    return failure();
  auto groups = context.attrs<GroupNormalizationAttrs>().numGroups;
  if (!groups || *groups < 1)
    return context.error("group_normalization_c3") << "num_groups is missing or not positive";
  const Type &x = context.type(0);
  if (x.isRanked() && x.dim(1).isStatic() && x.dim(1).size() % *groups)
    return context.error("group_normalization_c4")
           << x.dim(1).size() << " channels in " << *groups << " groups";
  return success();
}

static LogicalResult evalGroupNormalization(EvalContext &context) {
  auto attrs = context.attrs<GroupNormalizationAttrs>();
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), 1);
  const double *from = x.data<double>().data();
  double *to = context.out().mutableData<double>().data();
  auto scale = context.in(1).data<double>(), bias = context.in(2).data<double>();
  int64_t channels = split.size / *attrs.numGroups, size = channels * split.inner;
  for (int64_t group = 0; group < split.outer * *attrs.numGroups; ++group) {
    Moments moments = Moments::of(from + group * size, size);
    for (int64_t c = 0; c < channels; ++c) {
      auto channel = static_cast<size_t>(group % *attrs.numGroups * channels + c);
      int64_t at = group * size + c * split.inner;
      moments.normalize(from + at, to + at, split.inner, attrs.epsilon, scale[channel],
                        bias[channel]);
    }
  }
  return success();
}

OpDef defineGroupNormalization() {
  return OpDef("group_normalization")
      .summary("Normalises groups of channels of each sample by their moments.")
      .operand("X")
      .operand("scale", Role::Weight)
      .operand("bias", Role::Bias)
      .dtypes(floatTypes, {"X"})
      .dtypes(floatTypes, {"scale", "bias"})
      .attrs<GroupNormalizationAttrs>()
      .infer(inferGroupNormalization)
      .reference(evalGroupNormalization)
      .onnx("GroupNormalization", 21);
}

} // namespace fixcon
