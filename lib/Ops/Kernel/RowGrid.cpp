// In the arithmetic of f32, but for the choice of a grid that is not symmetric.
#include "RowGrid.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {

struct RowGrid {
  float scale = 1, inverse = 1, zero = 0, least = -127;
  bool isZero = false;
};

constexpr float most = 127;

RowGrid symmetricGrid(float low, float high) {
  float range = std::max(std::fabs(low), std::fabs(high));
  return {range / most, most / range, 0, -most, range == 0};
}

/// Of the zero points that each end asks for, the one that is known better.
RowGrid plainGrid(double low, double high) {
  constexpr double least = -128, steps = 255;
  low = std::min(low, 0.0);
  high = std::max(high, 0.0);
  double scale = (high - low) / steps;
  bool byLow = std::fabs(least) + std::fabs(low / scale) < most + std::fabs(high / scale);
  double zero = byLow ? least - low / scale : most - high / scale;
  auto rounded = static_cast<float>(scale);
  return {rounded, 1 / rounded,
          static_cast<float>(std::round(std::clamp<double>(zero, least, most))),
          static_cast<float>(least), low == high};
}

} // namespace

void roundRow(std::span<double> row, bool symmetric) {
  if (row.empty())
    return;
  auto [low, high] = std::ranges::minmax(row);
  RowGrid grid = symmetric ? symmetricGrid(static_cast<float>(low), static_cast<float>(high))
                           : plainGrid(static_cast<float>(low), static_cast<float>(high));
  if (!std::isfinite(low) || !std::isfinite(high))
    return;
  for (double &x : row) {
    float q = std::round(grid.zero + static_cast<float>(x) * grid.inverse);
    q = std::clamp(q, grid.least, most) - grid.zero;
    x = grid.isZero ? 0 : static_cast<double>(q) * static_cast<double>(grid.scale);
  }
}

} // namespace fixcon
