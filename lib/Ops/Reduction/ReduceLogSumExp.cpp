// logarithm of the sum of exponentials over the given axes.
#include "Reduce.h"

#include <cmath>
#include <limits>

namespace fixcon {

static double reduce(const ReduceElements &element) {
  double largest = -std::numeric_limits<double>::infinity();
  for (int64_t r = 0; r < element.count; ++r)
    largest = std::max(largest, element(r));
  if (std::isinf(largest))
    return largest;
  // Exponents relative to the largest cannot overflow.
  double sum = 0;
  for (int64_t r = 0; r < element.count; ++r)
    sum += std::exp(element(r) - largest);
  return std::log(sum) + largest;
}

OpDef defineReduceLogSumExp() {
  return reduceOp("reduce_log_sum_exp", "Logarithm of the sum of exponentials over axes.", reduce)
      .onnx("ReduceLogSumExp", 18);
}

} // namespace fixcon
