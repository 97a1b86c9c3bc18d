// Distances are accumulated in f64 over the elements where both sides are finite; the others are
// counted apart, since no distance between them means anything.
#include "fixcon/Tensor/Metrics.h"

#include "fixcon/Support/Require.h"

#include <cmath>

namespace fixcon {

ErrorMetrics compare(const Tensor &reference, const Tensor &other) {
  require(reference.size() == other.size(), "tensors of other sizes are compared");
  ErrorMetrics m;
  double sumError = 0, sumReference = 0, maxReference = 0;
  for (int64_t i = 0; i < reference.size(); ++i) {
    double a = reference.toDouble(i), b = other.toDouble(i);
    if (!std::isfinite(a) || !std::isfinite(b)) {
      bool equal = a == b || (std::isnan(a) && std::isnan(b));
      m.nonFinite += !equal;
      continue;
    }
    double error = std::fabs(a - b);
    if (m.worst < 0 || error > m.maxAbs) {
      m.maxAbs = error;
      m.worst = i;
    }
    sumError += error * error;
    sumReference += a * a;
    maxReference = std::max(maxReference, std::fabs(a));
  }
  m.relRms = sumReference > 0
                 ? std::sqrt(sumError / sumReference)
                 : std::sqrt(sumError / std::max<double>(1, static_cast<double>(reference.size())));
  m.relMax = maxReference > 0 ? m.maxAbs / maxReference : m.maxAbs;
  return m;
}

int64_t argMax(std::span<const double> values) {
  int64_t best = -1;
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i]))
      return -1;
    if (best < 0 || values[i] > values[static_cast<size_t>(best)])
      best = static_cast<int64_t>(i);
  }
  return best;
}

} // namespace fixcon
