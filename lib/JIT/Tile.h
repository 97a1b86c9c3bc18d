// How many vectors of channels and how many pixels a tile holds in registers.
#pragma once

#include "Machine.h"

namespace fixcon {

struct TileSize {
  int64_t vectors = 1, pixels = 1;
};

/// The tiles that take the fewest cycles for `blocks` vectors of channels over rows of `windows` pixels, by what a
/// processor does in a cycle: two products of vectors, two loads, and a product waits four cycles for the sum that it
/// adds to. What `vectors` does not divide is left to smaller groups; it is `leastVectors` at least.
TileSize productTile(const Machine &machine, int64_t blocks, int64_t windows,
                     int64_t leastVectors = 1);

/// Pixels of a tile of one vector, whose input is loaded once for each tap.
int64_t vectorTile(const Machine &machine, int64_t windows);

} // namespace fixcon
