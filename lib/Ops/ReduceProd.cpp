// product over the given axes, exact for integers.
#include "Reduce.h"

namespace fixcon {

namespace {
struct Fold {
  template <class T> static T first() { return T(1); }
  template <class T> static T step(T product, T x) {
    if constexpr (std::is_floating_point_v<T>)
      return product * x;
    else
      return static_cast<T>(static_cast<uint64_t>(product) * static_cast<uint64_t>(x));
  }
};
} // namespace

OpDef defineReduceProd() {
  return foldOp<Fold>("reduce_prod", "product over axes").onnx("ReduceProd", 18);
}

} // namespace fixcon
