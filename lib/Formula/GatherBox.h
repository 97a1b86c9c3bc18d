// A piece of an index map whose guards cut a box out of the result and whose offset in the operand
// is a sum of functions of one dim each: nearly every piece is of this kind, and it is copied
// without evaluating expressions per element.
#pragma once

#include "fixcon/Formula/IndexMap.h"

namespace fixcon {

struct BoxPiece {
  struct Axis {
    int64_t extent;
    int64_t to;                 ///< step in the result
    int64_t from;               ///< step in the operand, if `table` is empty
    std::vector<int64_t> table; ///< else the offset in the operand of each position
  };
  unsigned operand = 0;
  int64_t to = 0, from = 0; ///< offsets of the box's first element
  std::vector<Axis> axes;   ///< neighbours that continue each other are one
  bool empty = false;

  /// Copies elements of `width` bytes.
  void copy(const std::byte *source, std::byte *target, size_t width) const;
};

/// The piece as a box, if it is one.
std::optional<BoxPiece> asBox(const IndexMap &map, const IndexMap::Piece &piece,
                              const Shape &operandShape);

} // namespace fixcon
