// Index expressions compiled for blocks of consecutive indices: each subexpression once, each step
// a loop over the block.
#pragma once

#include "fixcon/Formula/IndexMap.h"

#include <map>
#include <tuple>

namespace fixcon {

class IndexProgram {
public:
  static constexpr int64_t blockSize = 512;

  explicit IndexProgram(const Shape &shape);

  /// Makes `e` part of the program; its number is asked for with value().
  unsigned add(const IndexExpr &e);
  /// Computes everything for the indices first, first + 1, ... in row-major order; `count` is at
  /// most blockSize.
  void run(int64_t first, int64_t count);
  const int64_t *value(unsigned number) const {
    return storage.data() + static_cast<size_t>(number) * static_cast<size_t>(blockSize);
  }

private:
  struct Step {
    IndexExpr::Kind kind;
    unsigned left, right, target;
    const std::vector<int64_t> *table;
  };
  using Key = std::tuple<IndexExpr::Kind, unsigned, unsigned, const std::vector<int64_t> *>;

  unsigned newValue();
  int64_t *block(unsigned number) {
    return storage.data() + static_cast<size_t>(number) * static_cast<size_t>(blockSize);
  }
  void fillDims(int64_t first, int64_t count);

  Shape shape;
  std::vector<Step> steps;
  std::vector<int64_t> storage;
  unsigned values = 0;
  std::map<const IndexExpr::Node *, unsigned> known;
  std::map<Key, unsigned> computed;
  std::map<int64_t, unsigned> constants;
  std::vector<IndexExpr> alive; ///< keys of `known` must not be reused
};

/// A map's decisions for a block of result elements.
class MapProgram {
public:
  MapProgram(const IndexMap &map, std::span<const Shape> operandShapes);

  /// For each of `count` elements from `first` on, the operand and the element of it that is read;
  /// operand Piece::fill where filled.
  void run(int64_t first, int64_t count);
  unsigned operand(int64_t i) const { return operands[static_cast<size_t>(i)]; }
  int64_t offset(int64_t i) const { return offsets[static_cast<size_t>(i)]; }

private:
  struct Piece {
    unsigned operand;
    unsigned offset;
    std::vector<unsigned> guards;
    const std::vector<IndexMap::Guard> *bounds;
  };
  bool holds(const Piece &piece, int64_t i) const;

  IndexProgram program;
  std::vector<Piece> pieces;
  std::vector<unsigned> operands;
  std::vector<int64_t> offsets;
};

} // namespace fixcon
