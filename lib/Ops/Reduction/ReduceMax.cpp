// largest element over the given axes, exact for integers.
#include "Reduce.h"

#include <limits>

namespace fixcon {

namespace {
struct Fold {
  /// What an empty set gives.
  template <class T> static T first() {
    using Limits = std::numeric_limits<T>;
    return Limits::has_infinity ? static_cast<T>(-Limits::infinity()) : Limits::lowest();
  }
  /// NaN wins.
  template <class T> static T step(T best, T x) { return x > best || x != x ? x : best; }
};
} // namespace

OpDef defineReduceMax() {
  return foldOp<Fold>("reduce_max", "Largest element over axes.").keepsSign().onnx("ReduceMax", 18);
}

} // namespace fixcon
