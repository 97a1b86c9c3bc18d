// Running sums along one axis, from either end, with or without the element itself. Integers wrap.
#include "Axis.h"

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct CumSumAttrs {
  int64_t exclusive = 0, reverse = 0;
  template <class V> void visit(V &v) {
    v("exclusive", exclusive);
    v("reverse", reverse);
  }
};
} // namespace

static LogicalResult inferCumSum(InferContext &context) {
  const Type &x = context.type(0);
  context.setResult(0, x);
  const Tensor *axis = context.value(1);
  if (!axis)
    return success();
  if (axis->size() != 1 || !isInteger(axis->dtype()))
    return context.error("cum_sum_c1") << "axis is not one integer";
  if (x.isRanked() && !resolveAxis(axis->toInt(0), x.rank()))
    return context.error("cum_sum_c2")
           << "axis " << axis->toInt(0) << " is not an axis of " << x.str();
  return success();
}

template <class T> static T wrappingSum(T a, T b) {
  if constexpr (std::is_floating_point_v<T>)
    return a + b;
  else
    return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

template <class T>
static void cumSum(const AxisSplit &split, const CumSumAttrs &attrs, const T *x, T *y) {
  for (int64_t o = 0; o < split.outer; ++o)
    for (int64_t n = 0; n < split.inner; ++n) {
      T sum = T(0);
      for (int64_t i = 0; i < split.size; ++i) {
        int64_t step = attrs.reverse ? split.size - 1 - i : i;
        int64_t at = (o * split.size + step) * split.inner + n;
        T next = wrappingSum(sum, x[at]);
        y[at] = attrs.exclusive ? sum : next;
        sum = next;
      }
    }
}

static LogicalResult evalCumSum(EvalContext &context) {
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), *resolveAxis(context.in(1).toInt(0), x.rank()));
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    cumSum(split, context.attrs<CumSumAttrs>(), x.data<T>().data(),
           context.out().mutableData<T>().data());
  });
  if (!known)
    return context.error() << "no sum of " << name(x.dtype());
  return success();
}

OpDef defineCumSum() {
  return OpDef("cum_sum")
      .summary("running sums along an axis")
      .operand("x")
      .operand("axis", Role::Shape)
      .attrs<CumSumAttrs>()
      .infer(inferCumSum)
      .reference(evalCumSum)
      .onnx("CumSum", 11);
}

} // namespace fixcon
