// Maps as a whole: the reshape map, text, offsets.
#include "IndexNode.h"

#include "fixcon/Support/Require.h"

#include <algorithm>

namespace fixcon {
IndexExpr linear(std::span<const IndexExpr> index, const Shape &strides) {
  IndexExpr sum;
  for (size_t i = 0; i < index.size(); ++i)
    sum = sum + index[i] * IndexExpr(strides[i]);
  return sum;
}

/// Dims from `begin` on, up to `end`, indexed by their position in the linear index of the group.
static void splitGroup(const Shape &shape, size_t begin, size_t end, const IndexExpr &position,
                       std::vector<IndexExpr> &index) {
  int64_t stride = 1;
  for (size_t i = end; i-- > begin;) {
    IndexExpr e = floorDiv(position, stride);
    // The outermost dim of the group needs no remainder: nothing lies beyond it.
    bool outermost = std::all_of(shape.begin() + static_cast<std::ptrdiff_t>(begin),
                                 shape.begin() + static_cast<std::ptrdiff_t>(i),
                                 [](int64_t d) { return d == 1; });
    index[i] = shape[i] == 1 ? IndexExpr(0) : outermost ? e : mod(e, shape[i]);
    stride *= shape[i];
  }
}

IndexMap IndexMap::reshape(const Shape &from, const Shape &to) {
  require(elementCount(from) == elementCount(to), "a map between shapes of other sizes");
  IndexMap map{to, {}, std::nullopt};
  Piece piece{0, {}, std::vector<IndexExpr>(from.size())};
  bool empty = *elementCount(from) == 0;
  // Runs of dims with equal products are independent of each other.
  for (size_t f = 0, t = 0; !empty && (f < from.size() || t < to.size());) {
    size_t fromBegin = f;
    int64_t fromProduct = f < from.size() ? from[f++] : 1, toProduct = 1;
    Shape group;
    size_t toBegin = t;
    while (fromProduct != toProduct || (toBegin == t && t < to.size())) {
      if (fromProduct < toProduct)
        fromProduct *= from[f++];
      else
        toProduct *= to[t++];
    }
    IndexExpr position;
    for (size_t i = toBegin; i < t; ++i)
      position = position * IndexExpr(to[i]) +
                 (to[i] == 1 ? IndexExpr(0) : IndexExpr::dim(static_cast<unsigned>(i)));
    splitGroup(from, fromBegin, f, position, piece.index);
  }
  map.pieces.push_back(std::move(piece));
  return map;
}

std::string IndexMap::str() const {
  std::string text = fixcon::str(shape) + ":";
  for (const Piece &piece : pieces) {
    for (const Guard &g : piece.guards)
      text += " " + std::to_string(g.low) + " <= " + g.expr.str() + " < " + std::to_string(g.high);
    text += piece.guards.empty() ? " " : " -> ";
    text += piece.operand == Piece::fill ? "fill" : "x" + std::to_string(piece.operand) + "[";
    for (size_t i = 0; i < piece.index.size(); ++i)
      text += (i ? ", " : "") + piece.index[i].str();
    text += piece.operand == Piece::fill ? ";" : "];";
  }
  if (pieces.empty() || !pieces.back().guards.empty())
    text += fillOperand ? " else x" + std::to_string(*fillOperand) : " else 0";
  return text;
}

} // namespace fixcon
