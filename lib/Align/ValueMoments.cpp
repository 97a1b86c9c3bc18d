// A value that was only moved or reshaped has the moments of the original, so moments that differ
// rule a partner out before any order of axes is tried. Equal moments prove nothing.
#include "ValueMoments.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {

static constexpr double infinite = std::numeric_limits<double>::infinity();

ValueMoments ValueMoments::of(const Tensor &tensor) {
  ValueMoments m;
  double sum = 0, squares = 0, absolute = 0;
  m.low = infinite;
  m.high = -infinite;
  for (int64_t i = 0; i < tensor.size(); ++i) {
    double v = tensor.toDouble(i);
    sum += v;
    squares += v * v;
    absolute += std::fabs(v);
    m.low = std::min(m.low, v);
    m.high = std::max(m.high, v);
  }
  double n = std::max<double>(1, static_cast<double>(tensor.size()));
  m.mean = sum / n;
  m.rms = std::sqrt(squares / n);
  m.meanAbs = absolute / n;
  return m;
}

double ValueMoments::distance(const ValueMoments &other) const {
  double scale = std::max(rms, other.rms);
  if (!(scale > 0))
    return rms == other.rms ? 0 : infinite;
  double worst = std::max({std::fabs(mean - other.mean), std::fabs(rms - other.rms),
                           std::fabs(meanAbs - other.meanAbs)}) /
                 scale;
  // Extremes are single elements: judged against themselves.
  double range = std::max(high - low, scale);
  return std::max(
      {worst, std::fabs(low - other.low) / range, std::fabs(high - other.high) / range});
}

} // namespace fixcon
