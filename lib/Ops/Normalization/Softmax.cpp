// exp(x) / sum of exp(x) along one axis. Exponents are taken relative to the largest element, which
// changes nothing but the overflow.
#include "Softmax.h"

#include <cmath>

namespace fixcon {

static void softmax(const Line &line) {
  double largest = -INFINITY, sum = 0;
  for (int64_t i = 0; i < line.count; ++i)
    largest = std::fmax(largest, line.in(i));
  for (int64_t i = 0; i < line.count; ++i)
    sum += line.out(i) = std::exp(line.in(i)-largest);
  for (int64_t i = 0; i < line.count; ++i)
    line.out(i) /= sum;
}

OpDef defineSoftmax() {
  return lineOp("softmax", "exp(x) / sum of exp(x) along an axis.", softmax)
      .nonNegative()
      .onnx("Softmax", 13);
}

} // namespace fixcon
