// logarithm of the sum over the given axes.
#include "Reduce.h"

#include <cmath>

namespace fixcon {

static double reduce(const ReduceElements &element) {
  double sum = 0;
  for (int64_t r = 0; r < element.count; ++r)
    sum += element(r);
  return std::log(sum);
}

OpDef defineReduceLogSum() {
  return reduceOp("reduce_log_sum", "Logarithm of the sum over axes.", reduce)
      .onnx("ReduceLogSum", 18);
}

} // namespace fixcon
