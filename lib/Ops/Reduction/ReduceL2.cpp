// Euclidean norm over the given axes.
#include "Reduce.h"

#include <cmath>

namespace fixcon {

static double reduce(const ReduceElements &element) {
  double sum = 0;
  for (int64_t r = 0; r < element.count; ++r)
    sum += element(r) * element(r);
  return std::sqrt(sum);
}

OpDef defineReduceL2() {
  return reduceOp("reduce_l2", "Euclidean norm over axes.", reduce)
      .nonNegative()
      .onnx("ReduceL2", 18);
}

} // namespace fixcon
