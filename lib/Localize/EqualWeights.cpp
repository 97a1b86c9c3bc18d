// Converters that fold the same normalisation, each in an order of its own, differ by at most 5.6u of
// an element in what was measured; 8u leaves room. Where a sum cancels (a bias behind a
// normalisation) no multiple of the element bounds the rounding; u/2 of the largest element does for
// the terms that are about as large as it.
#include "fixcon/Localize/EqualWeights.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

bool isFoldingRounding(double source, double target, double largest) {
  constexpr double u = unitRoundoff;
  if (source == target || (std::isnan(source) && std::isnan(target)))
    return true;
  double distance = std::fabs(source - target);
  if (!std::isfinite(distance))
    return false;
  return distance <= 8 * u * std::max(std::fabs(source), std::fabs(target)) ||
         distance <= 0.5 * u * largest;
}

bool isFinite(const Tensor &tensor) {
  for (int64_t i = 0; i < tensor.size(); ++i)
    if (!std::isfinite(tensor.toDouble(i)))
      return false;
  return true;
}

double maxMagnitude(const Tensor &tensor) {
  double largest = 0;
  for (int64_t i = 0; i < tensor.size(); ++i)
    if (double size = std::fabs(tensor.toDouble(i)); std::isfinite(size))
      largest = std::max(largest, size);
  return largest;
}

bool equalWeights(const Tensor &source, const Tensor &target) {
  if (source.size() != target.size())
    return false;
  double largest = maxMagnitude(source);
  for (int64_t i = 0; i < source.size(); ++i)
    if (!isFoldingRounding(source.toDouble(i), target.toDouble(i), largest))
      return false;
  return true;
}

} // namespace fixcon
