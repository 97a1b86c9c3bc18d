// Mean and variance of a run of elements, and the affine map that normalises by them.
#pragma once

#include <cmath>
#include <cstdint>

namespace fixcon {

struct Moments {
  double mean = 0, variance = 0; ///< of the population: divided by the count

  /// Two passes: the second on differences, which keeps a small variance beside a large mean.
  static Moments of(const double *x, int64_t count) {
    Moments m;
    for (int64_t i = 0; i < count; ++i)
      m.mean += x[i];
    m.mean /= static_cast<double>(count);
    for (int64_t i = 0; i < count; ++i)
      m.variance += (x[i] - m.mean) * (x[i] - m.mean);
    m.variance /= static_cast<double>(count);
    return m;
  }

  double inverseDeviation(double epsilon) const { return 1 / std::sqrt(variance + epsilon); }

  /// y = (x - mean) / sqrt(variance + epsilon) * scale + bias.
  void normalize(const double *x, double *y, int64_t count, double epsilon, double scale = 1,
                 double bias = 0) const {
    double deviation = std::sqrt(variance + epsilon);
    for (int64_t i = 0; i < count; ++i)
      y[i] = (x[i] - mean) / deviation * scale + bias;
  }
};

} // namespace fixcon
