// arithmetic mean over the given axes.
#include "Reduce.h"

#include <cmath>

namespace fixcon {

static double reduce(const ReduceElements &element) {
  double sum = 0;
  for (int64_t r = 0; r < element.count; ++r)
    sum += element(r);
  return sum / static_cast<double>(element.count);
}

OpDef defineReduceMean() {
  return reduceOp("reduce_mean", "arithmetic mean over axes", reduce).onnx("ReduceMean", 18);
}

} // namespace fixcon
