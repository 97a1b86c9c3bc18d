// sum of magnitudes over the given axes, exact for integers.
#include "Reduce.h"

#include <cmath>

namespace fixcon {

namespace {
struct Fold {
  template <class T> static T first() { return T(0); }
  template <class T> static T step(T sum, T x) {
    if constexpr (std::is_floating_point_v<T>)
      return sum + std::fabs(x);
    else
      return static_cast<T>(
          static_cast<uint64_t>(sum) +
          (x < T(0) ? uint64_t(0) - static_cast<uint64_t>(x) : static_cast<uint64_t>(x)));
  }
};
} // namespace

OpDef defineReduceL1() {
  return foldOp<Fold>("reduce_l1", "Sum of magnitudes over axes.")
      .nonNegative()
      .onnx("ReduceL1", 18);
}

} // namespace fixcon
