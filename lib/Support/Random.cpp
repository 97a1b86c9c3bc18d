// The normal distribution is written out because the one of the standard library differs between
// implementations.
#include "fixcon/Support/Random.h"

#include <cmath>
#include <numbers>

namespace fixcon {

double Random::normal() {
  // 1 - uniform() lies in (0, 1], so the logarithm is finite.
  double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

} // namespace fixcon
