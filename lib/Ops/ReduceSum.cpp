// sum over the given axes, exact for integers.
#include "Reduce.h"

namespace fixcon {

namespace {
struct Fold {
  template <class T> static T first() { return T(0); }
  template <class T> static T step(T sum, T x) {
    if constexpr (std::is_floating_point_v<T>)
      return sum + x;
    else
      return static_cast<T>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(x));
  }
};
} // namespace

OpDef defineReduceSum() {
  return foldOp<Fold>("reduce_sum", "sum over axes").onnx("ReduceSum", 13);
}

} // namespace fixcon
