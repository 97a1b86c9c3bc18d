// A result is rounded once when it is stored, so that no element is held to less than a rounding of
// itself, nor to less than a rounding of the median element: a difference of two such numbers may be zero
// on one side.
#include "NoiseProfile.h"

#include "fixcon/Tensor/Metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fixcon {

// Exponents from -120 on; what is smaller counts as zero.
static constexpr int smallestExponent = -120;

size_t NoiseProfile::classOf(double magnitude) {
  if (magnitude < std::exp2(smallestExponent))
    return 0;
  return static_cast<size_t>((std::ilogb(magnitude) - smallestExponent) / 4) + 1;
}

static double unitRoundoffOf(DType dtype) {
  switch (dtype) {
  case DType::F64:
    return 0x1p-53;
  case DType::F16:
    return 0x1p-11;
  case DType::BF16:
    return 0x1p-8;
  default:
    return unitRoundoff;
  }
}

void NoiseProfile::add(const Tensor &typed, const Tensor &exact, double weight, double most) {
  unit = std::max(unit, weight * unitRoundoffOf(typed.dtype()));
  for (int64_t i = 0; i < std::min(typed.size(), exact.size()); ++i) {
    double value = typed.toDouble(i), noise = std::fabs(value - exact.toDouble(i));
    if (!std::isfinite(noise))
      continue;
    size_t group = classOf(std::fabs(value));
    ++counts[group];
    noises[group] = std::max(noises[group], std::min(weight * noise, most));
  }
}

void NoiseProfile::merge(const NoiseProfile &other) {
  unit = std::max(unit, other.unit);
  for (size_t i = 0; i < counts.size(); ++i) {
    counts[i] += other.counts[i];
    noises[i] = std::max(noises[i], other.noises[i]);
  }
}

void NoiseProfile::mergeUpTo(double factor, const NoiseProfile &other) {
  Bounds own = bounds();
  for (size_t i = 0; i < noises.size(); ++i)
    noises[i] = std::max(noises[i], std::min(other.noises[i], factor * own.byClass[i]));
}

size_t NoiseProfile::medianClass() const {
  int64_t all = std::accumulate(counts.begin() + 1, counts.end(), int64_t(0)), below = 0;
  for (size_t i = 1; i < counts.size(); ++i)
    if (below += counts[i]; 2 * below >= all)
      return i;
  return 0;
}

NoiseProfile::Bounds NoiseProfile::bounds() const {
  Bounds bounds;
  size_t median = medianClass();
  bounds.unit = unit > 0 ? unit : unitRoundoff;
  double typical = median ? std::exp2(4 * static_cast<double>(median - 1) + smallestExponent) : 0;
  double worst = bounds.unit * typical;
  size_t seen = 0;
  for (size_t i = 0; i < bounds.byClass.size(); ++i) {
    for (size_t last = std::max(i, median) + 1; seen <= last && seen < noises.size(); ++seen)
      worst = std::max(worst, noises[seen]);
    bounds.byClass[i] = worst;
  }
  return bounds;
}

} // namespace fixcon
