// No label, no list: only the values say whether two tensors agree. The score is their cosine as one vector.
#include "fixcon/Validate/Comparator.h"

#include <cmath>

namespace fixcon {

Decision decideTensor(const Tensor &source, const Tensor &target) {
  double product = 0, lengthA = 0, lengthB = 0;
  for (int64_t i = 0; i < source.size(); ++i) {
    double a = source.toDouble(i), b = target.toDouble(i);
    product += a * b;
    lengthA += a * a;
    lengthB += b * b;
  }
  if (lengthA == 0 || lengthB == 0)
    return {true, lengthA == lengthB ? 1.0 : 0.0};
  return {true, product / std::sqrt(lengthA) / std::sqrt(lengthB)};
}

} // namespace fixcon
