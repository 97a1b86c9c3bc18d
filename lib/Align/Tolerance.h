// How near is equal, for the walk. docs/Alignment.md gives the reasons.
#pragma once

#include <limits>

namespace fixcon {

/// Largest error, relative to the maximum, of a value that is taken for a source value: between the
/// rounding of parameters (1e-7 to 1e-4) and the nearest different value (2e-2).
inline constexpr double matchTolerance = 1e-3;
/// Largest distance of moments at which elements are compared: no two different values of the networks
/// that were studied were nearer.
inline constexpr double momentTolerance = 0.02;
/// Largest distance of weights that are one weight without any other evidence.
inline constexpr double equalWeights = 1e-3;

inline constexpr double infinite = std::numeric_limits<double>::infinity();

} // namespace fixcon
