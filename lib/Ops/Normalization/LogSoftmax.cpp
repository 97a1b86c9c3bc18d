// x - log(sum of exp(x)) along one axis, exponents relative to the largest element.
#include "Softmax.h"

#include <cmath>

namespace fixcon {

void logSoftmax(const Line &line) {
  double largest = -INFINITY, sum = 0;
  for (int64_t i = 0; i < line.count; ++i)
    largest = std::fmax(largest, line.in(i));
  for (int64_t i = 0; i < line.count; ++i)
    sum += std::exp(line.in(i)-largest);
  for (int64_t i = 0; i < line.count; ++i)
    line.out(i) = line.in(i)-largest - std::log(sum);
}

OpDef defineLogSoftmax() {
  return lineOp("log_softmax", "Logarithm of softmax along an axis.", logSoftmax)
      .onnx("LogSoftmax", 13);
}

} // namespace fixcon
