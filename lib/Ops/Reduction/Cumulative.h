// Running totals along one axis, from either end, with or without the element itself.
#pragma once

#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

struct CumulativeAttrs {
  int64_t exclusive = 0, reverse = 0;
  template <class V> void visit(V &v) {
    v("exclusive", exclusive);
    v("reverse", reverse);
  }
};

/// Result 0 has the type of operand 0, of which operand 1 names an axis. Labels: <op>_c1 the axis
/// is not one integer, <op>_c2 it is no axis.
LogicalResult inferCumulative(InferContext &context);

template <class T, class Step>
void cumulate(const AxisSplit &split, const CumulativeAttrs &attrs, const T *x, T *y, T first,
              Step step) {
  for (int64_t o = 0; o < split.outer; ++o)
    for (int64_t n = 0; n < split.inner; ++n) {
      T total = first;
      for (int64_t i = 0; i < split.size; ++i) {
        int64_t from = attrs.reverse ? split.size - 1 - i : i;
        int64_t at = (o * split.size + from) * split.inner + n;
        T next = step(total, x[at]);
        y[at] = attrs.exclusive ? total : next;
        total = next;
      }
    }
}

/// `Fold::first` begins a total and `Fold::step` takes an element into it, in the element type.
template <class Fold> LogicalResult evalCumulative(EvalContext &context) {
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), *resolveAxis(context.in(1).toInt(0), x.rank()));
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    cumulate<T>(split, context.attrs<CumulativeAttrs>(), x.data<T>().data(),
                context.out().template mutableData<T>().data(), Fold::template first<T>(),
                [](T total, T element) { return Fold::step(total, element); });
  });
  if (!known)
    return context.error() << "no totals of " << name(x.dtype());
  return success();
}

} // namespace fixcon
