// sum of squares over the given axes, exact for integers.
#include "Definition/WrappingFold.h"
#include "Reduce.h"

namespace fixcon {

namespace {
struct Fold {
  template <class T> static T first() { return T(0); }
  template <class T> static T step(T sum, T x) {
    return WrappingSum::step(sum, WrappingProduct::step(x, x));
  }
};
} // namespace

OpDef defineReduceSumSquare() {
  return foldOp<Fold>("reduce_sum_square", "Sum of squares over axes.")
      .nonNegative()
      .onnx("ReduceSumSquare", 18);
}

} // namespace fixcon
