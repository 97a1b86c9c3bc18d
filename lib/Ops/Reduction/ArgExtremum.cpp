// ArgMax and ArgMin. Of equal elements the first counts, or the last if select_last_index is set.
#include "ArgExtremum.h"

#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"

namespace fixcon {

namespace {
struct ArgAttrs {
  int64_t axis = 0, keepdims = 1, selectLastIndex = 0;
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("keepdims", keepdims);
    v("select_last_index", selectLastIndex);
  }
};
} // namespace

static LogicalResult inferArg(InferContext &context, const std::string &label) {
  auto attrs = context.attrs<ArgAttrs>();
  const Type &x = context.type(0);
  context.setResult(0, Type::unranked(DType::I64));
  if (!x.isRanked())
    return success();
  auto axis = resolveAxis(attrs.axis, x.rank());
  if (!axis)
    return context.error(label + "_c1")
           << "axis " << attrs.axis << " is not an axis of " << x.str();
  if (x.dim(*axis).isStatic() && x.dim(*axis).size() == 0)
    return context.error(label + "_c2") << "no element along axis " << attrs.axis;
  Dims dims = x.dims();
  if (attrs.keepdims)
    dims[*axis] = 1;
  else
    dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(*axis));
  context.setResult(0, Type::tensor(DType::I64, dims));
  return success();
}

/// `before(a, b)`: a is preferred to b.
template <class T, class Before>
static void findAll(const AxisSplit &split, const T *x, int64_t *y, bool last, Before before) {
  for (int64_t o = 0; o < split.outer; ++o)
    for (int64_t n = 0; n < split.inner; ++n) {
      const T *line = x + o * split.size * split.inner + n;
      int64_t best = 0;
      for (int64_t i = 1; i < split.size; ++i) {
        T value = line[i * split.inner], kept = line[best * split.inner];
        if (before(value, kept) || (last && !before(kept, value)))
          best = i;
      }
      *y++ = best;
    }
}

static LogicalResult evalArg(EvalContext &context, Extremum which) {
  auto attrs = context.attrs<ArgAttrs>();
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), *resolveAxis(attrs.axis, x.rank()));
  int64_t *y = context.out().mutableData<int64_t>().data();
  bool last = attrs.selectLastIndex != 0;
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    if (which == Extremum::Largest)
      findAll(split, x.data<T>().data(), y, last, [](T a, T b) { return a > b; });
    else
      findAll(split, x.data<T>().data(), y, last, [](T a, T b) { return a < b; });
  });
  if (!known)
    return context.error() << "no order among elements of " << name(x.dtype());
  return success();
}

OpDef argExtremumOp(const std::string &name, const std::string &summary, Extremum which) {
  OpDef def(name);
  def.summary(summary)
      .operand("data")
      .dtypes(realTypes)
      .axis("axis")
      .attrs<ArgAttrs>()
      .infer([name](InferContext &context) { return inferArg(context, name); })
      .reference([which](EvalContext &context) { return evalArg(context, which); });
  return def;
}

} // namespace fixcon
