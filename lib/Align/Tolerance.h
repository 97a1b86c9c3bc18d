// How near is equal, for the walk. docs/Alignment.md gives the reasons.
#pragma once

#include <limits>

namespace fixcon {

/// Largest error, relative to the maximum, of a value that is taken for a source value: between the
/// rounding of parameters (1e-7 to 1e-4) and the nearest different value (2e-2).
inline constexpr double matchTolerance = 1e-3;
/// The same of what an op with weights on a grid of 8 bits gives, and the largest distance of such weights from those that
/// they were.
inline constexpr double gridTolerance = 0.1, gridDistance = 0.05;
/// Largest distance of moments at which elements are compared: no two different values of the networks
/// that were studied were nearer.
inline constexpr double momentTolerance = 0.02;
/// Largest distance of weights that are one weight without any other evidence.
inline constexpr double equalWeights = 1e-3;

/// A region is closed within the larger of: so many times what inputs off by 2u move, and so much of
/// its largest output (32u).
inline constexpr double regionNoiseFactor = 8, regionLeastNoise = 0x1p-19;
/// Ops behind an open region that are run on the target's own numbers to see it close.
inline constexpr size_t maxGrowth = 24;
/// Ops without weights from an open place to where another way meets its own.
inline constexpr size_t maxJoin = 4;

inline constexpr double infinite = std::numeric_limits<double>::infinity();

} // namespace fixcon
