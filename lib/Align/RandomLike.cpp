// Two functions that agree on a picture may be two functions all the same: a relu and a clip, where
// nothing exceeds the bound. On numbers that have nothing to do with any picture they part.
#include "fixcon/Align/RandomLike.h"

#include <cmath>

namespace fixcon {

static double rms(const Tensor &t) {
  double squares = 0;
  for (int64_t i = 0; i < t.size(); ++i)
    squares += t.toDouble(i) * t.toDouble(i);
  return t.size() ? std::sqrt(squares / static_cast<double>(t.size())) : 0;
}

Tensor randomLike(const Tensor &data, double factor, Random &random, Signs signs) {
  if (!isFloat(data.dtype()))
    return data;
  double size = rms(data);
  // All zeros, or not all finite: no size to go by.
  double scale = size > 0 && std::isfinite(size) ? factor * size : factor;
  Tensor out(DType::F64, data.shape());
  for (double &x : out.mutableData<double>()) {
    x = random.normal() * scale;
    if (signs != Signs::Both)
      x = signs == Signs::Positive ? std::fabs(x) : -std::fabs(x);
  }
  return out;
}

} // namespace fixcon
