// Softmax and its relatives map each line along one axis by itself.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

struct LineAttrs {
  int64_t axis = -1;
  template <class V> void visit(V &v) { v("axis", axis); }
};

/// One line of `count` elements, `stride` apart, in the operand and in the result.
struct Line {
  const double *x;
  double *y;
  int64_t count, stride;
  const double &in(int64_t i) const { return x[i * stride]; }
  double &out(int64_t i) const { return y[i * stride]; }
};

/// An op of one operand whose result has its type and is computed line by line along `axis`.
OpDef lineOp(const std::string &name, const std::string &summary, void (*map)(const Line &line));

/// x - log(sum of exp(x)) of one line, exponents relative to the largest element.
void logSoftmax(const Line &line);

/// The type of operand 0 for the result; the axis checked under `<label>_c1`.
LogicalResult inferLine(InferContext &context, const std::string &label, int64_t axis);

/// Calls fn(line) for every line of `x` along `axis`.
template <class Fn> void forEachLine(const Tensor &x, Tensor &y, int64_t axis, Fn &&fn);

} // namespace fixcon

#include "Definition/Axis.h"

template <class Fn> void fixcon::forEachLine(const Tensor &x, Tensor &y, int64_t axis, Fn &&fn) {
  // The line of a scalar is its one element.
  AxisSplit split(x.shape(), x.rank() ? *resolveAxis(axis, x.rank()) : 0);
  const double *from = x.data<double>().data();
  double *to = y.mutableData<double>().data();
  for (int64_t o = 0; o < split.outer; ++o)
    for (int64_t n = 0; n < split.inner; ++n) {
      int64_t start = o * split.size * split.inner + n;
      fn(Line{from + start, to + start, split.size, split.inner});
    }
}
