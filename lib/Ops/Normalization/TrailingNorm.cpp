// Parameters of layer and root-mean-square normalisation.
#include "TrailingNorm.h"

#include "fixcon/Ops/Broadcast.h"

namespace fixcon {

LogicalResult inferTrailingNorm(InferContext &context, const std::string &label, unsigned last) {
  const Type &x = context.type(0);
  context.setResult(0, x);
  if (!x.isRanked())
    return success();
  int64_t axis = context.attrs<TrailingNormAttrs>().axis;
  if (!resolveAxis(axis, x.rank()))
    return context.error(label + "_c1") << "axis " << axis << " is not an axis of " << x.str();
  for (unsigned i = 1; i <= last; ++i) {
    if (!context.isRanked(i))
      continue;
    auto sum = broadcast(context.type(i).dims(), x.dims());
    bool fits = sum && sum->size() == x.rank();
    for (size_t d = 0; fits && d < x.rank(); ++d)
      fits = !clash((*sum)[d], x.dim(d));
    if (!fits)
      return context.error(label + "_c2")
             << context.type(i).str() << " does not broadcast to " << x.str();
  }
  return success();
}

/// Calls fn(element of y, element of parameter).
template <class Fn> static void withParameter(Tensor &y, const Tensor &parameter, Fn &&fn) {
  Shape strides = broadcastStrides(parameter.shape(), y.shape());
  Shape index(y.rank(), 0);
  auto from = parameter.data<double>();
  int64_t at = 0;
  for (double &value : y.mutableData<double>()) {
    fn(value, from[static_cast<size_t>(at)]);
    for (size_t i = y.rank(); i-- > 0;) {
      at += strides[i];
      if (++index[i] < y.shape()[i])
        break;
      at -= strides[i] * index[i];
      index[i] = 0;
    }
  }
}

void scaleAndShift(const EvalContext &context, Tensor &y) {
  withParameter(y, context.in(1), [](double &value, double scale) { value *= scale; });
  if (context.has(2))
    withParameter(y, context.in(2), [](double &value, double bias) { value += bias; });
}

} // namespace fixcon
