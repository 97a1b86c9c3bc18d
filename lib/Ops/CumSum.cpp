// Running sums along one axis, from either end, with or without the element itself. Integers wrap.
#include "Cumulative.h"

namespace fixcon {

namespace {
struct Fold {
  static constexpr int first = 0;
  template <class T> static T step(T a, T b) {
    if constexpr (std::is_floating_point_v<T>)
      return a + b;
    else
      return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  }
};
} // namespace

OpDef defineCumSum() {
  return OpDef("cum_sum")
      .summary("running sums along an axis")
      .operand("x")
      .operand("axis", Role::Shape)
      .attrs<CumulativeAttrs>()
      .infer(inferCumulative)
      .reference(evalCumulative<Fold>)
      .onnx("CumSum", 11);
}

} // namespace fixcon
