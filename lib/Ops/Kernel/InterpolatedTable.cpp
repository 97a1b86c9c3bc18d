#include "InterpolatedTable.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

constexpr int pieces = 512, digits = 7;

InterpolatedTable::InterpolatedTable(const std::function<float(float)> &function, float from,
                                     float to, float steps) {
  float piece = (to - from) / pieces;
  auto stored = [](float value) {
    return std::isnan(value) ? INT16_MAX
                             : static_cast<int64_t>(std::clamp<float>(value, INT16_MIN, INT16_MAX));
  };
  for (int i = 0; i < pieces; ++i) {
    auto at = static_cast<float>(i);
    float own = std::round(function(from + at * piece) * steps);
    float line = std::round((function(from + (at + 1) * piece) * steps + own) / 2);
    float middle = std::round(function(from + at * piece + piece / 2) * steps);
    entries.push_back(stored(own - std::round((line - middle) / 2)));
  }
  entries.push_back(stored(std::round(function(to) * steps)));
}

int64_t InterpolatedTable::at(int64_t q) const {
  auto i = static_cast<size_t>(pieces / 2 + (q >> digits));
  int64_t slope = entries[i + 1] - entries[i], rest = q & ((1 << digits) - 1);
  return entries[i] + ((slope * rest + (1 << (digits - 1))) >> digits);
}

} // namespace fixcon
