#include "Tile.h"

#include <algorithm>

namespace fixcon {

/// Cycles of one channel in a tile.
static double cycles(int64_t vectors, int64_t pixels) {
  double products = static_cast<double>(vectors * pixels) / 2,
         loads = static_cast<double>(vectors + pixels) / 2;
  constexpr double latency = 4;
  return std::max({products, loads, latency});
}

static bool fits(const Machine &machine, int64_t vectors, int64_t pixels) {
  // A single pixel takes its weights from memory.
  int64_t others = pixels == 1 ? 2 : vectors + 1;
  return vectors * pixels + others <= static_cast<int64_t>(machine.vectorRegisters);
}

TileSize productTile(const Machine &machine, int64_t blocks, int64_t windows,
                     int64_t leastVectors) {
  TileSize best;
  double fewest = 0;
  for (int64_t vectors = leastVectors; vectors <= std::min<int64_t>(blocks, 12); ++vectors)
    for (int64_t pixels = 1; pixels <= windows && fits(machine, vectors, pixels); ++pixels) {
      int64_t tiles = windows / pixels, rest = windows % pixels;
      double row =
          static_cast<double>(tiles) * cycles(vectors, pixels) + (rest ? cycles(vectors, rest) : 0);
      double groups = static_cast<double>((blocks + vectors - 1) / vectors), total = groups * row;
      if (fewest == 0 || total < fewest) {
        fewest = total;
        best = {vectors, pixels};
      }
    }
  return best;
}

int64_t vectorTile(const Machine &machine, int64_t windows) {
  int64_t most = machine.vectorRegisters / 2, tiles = (windows + most - 1) / most;
  return std::max<int64_t>((windows + tiles - 1) / std::max<int64_t>(tiles, 1), 1);
}

} // namespace fixcon
