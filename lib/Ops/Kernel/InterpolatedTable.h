// Functions of 16 bits by 512 pieces of straight lines, as integer kernels have them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace fixcon {

class InterpolatedTable {
public:
  /// A function on a range, which the numbers of 16 bits stand for. What it gives is a number of steps of 1 / `steps`. Each
  /// entry is moved by half of what the line is off by in the middle of its piece.
  InterpolatedTable(const std::function<float(float)> &function, float from, float to, float steps);

  /// Of a number of 16 bits.
  int64_t at(int64_t q) const;

private:
  std::vector<int64_t> entries;
};

} // namespace fixcon
