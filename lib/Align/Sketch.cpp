#include "Sketch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {

static constexpr double infinite = std::numeric_limits<double>::infinity();

Sketch Sketch::of(const Tensor &tensor) {
  Sketch s;
  double sum = 0, squares = 0, absolute = 0;
  s.low = infinite;
  s.high = -infinite;
  for (int64_t i = 0; i < tensor.size(); ++i) {
    double v = tensor.toDouble(i);
    sum += v;
    squares += v * v;
    absolute += std::fabs(v);
    s.low = std::min(s.low, v);
    s.high = std::max(s.high, v);
  }
  double n = std::max<double>(1, static_cast<double>(tensor.size()));
  s.mean = sum / n;
  s.rms = std::sqrt(squares / n);
  s.meanAbs = absolute / n;
  return s;
}

double Sketch::distance(const Sketch &other) const {
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

double fingerprintDistance(const Tensor &a, const Tensor &b) {
  if (a.size() != b.size() || a.size() == 0)
    return 1;
  // Sorted magnitudes do not depend on the order of axes, and dividing by the norm not on the
  // scale.
  auto sorted = [](const Tensor &t) {
    std::vector<double> values = t.toDoubles();
    double norm = 0;
    for (double &v : values) {
      norm += v * v;
      v = std::fabs(v);
    }
    norm = norm > 0 ? std::sqrt(norm) : 1;
    for (double &v : values)
      v /= norm;
    std::sort(values.begin(), values.end());
    return values;
  };
  std::vector<double> x = sorted(a), y = sorted(b);
  double distance = 0;
  for (size_t i = 0; i < x.size(); ++i)
    distance += (x[i] - y[i]) * (x[i] - y[i]);
  return std::sqrt(distance);
}

} // namespace fixcon
