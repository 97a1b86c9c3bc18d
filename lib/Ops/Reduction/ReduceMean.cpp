// arithmetic mean over the given axes; of integers truncated toward zero, from an exact sum.
#include "Reduce.h"

namespace fixcon {
namespace {

template <class T> T meanOf(const ReduceOffsets &offsets, std::span<const T> from, size_t result) {
  __extension__ using Wide = __int128;
  using Sum = std::conditional_t<std::is_floating_point_v<T>, T, Wide>;
  Sum sum = 0;
  for (int64_t step : offsets.steps)
    sum += from[static_cast<size_t>(offsets.starts[result] + step)];
  return static_cast<T>(sum / static_cast<Sum>(offsets.steps.size()));
}

LogicalResult evalMean(EvalContext &context) {
  const Tensor &x = context.in(0);
  ReduceOffsets offsets(x.shape(), reducedAxes(context));
  if (offsets.steps.empty() && !isFloat(x.dtype()))
    return context.error() << "the mean of no integers";
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto to = context.out().template mutableData<T>();
    for (size_t i = 0; i < to.size(); ++i)
      to[i] = meanOf(offsets, x.data<T>(), i);
  });
  if (!known)
    return context.error() << "no mean of " << name(x.dtype());
  return success();
}

} // namespace

OpDef defineReduceMean() {
  return std::move(reduceForm("reduce_mean", "Arithmetic mean over axes.").reference(evalMean))
      .keepsSign()
      .onnx("ReduceMean", 18);
}

} // namespace fixcon
