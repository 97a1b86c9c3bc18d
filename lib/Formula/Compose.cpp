// outer(inner(x)) as one map. Where a piece of `outer` reads, the first piece of `inner` that holds
// at the index read decides; where none holds, the element is filled, even if a later piece of
// `outer` would hold as well.
#include "IndexNode.h"

namespace fixcon {
namespace {

using Guard = IndexMap::Guard;
using Piece = IndexMap::Piece;

/// The piece with every expression in terms of an index of the outer map's result.
Piece composePiece(const Piece &outer, const Piece &inner, Simplifier &simplify) {
  Piece both{inner.operand, {}, {}};
  auto addGuard = [&](const Guard &g, const IndexExpr &expr) {
    bool always = expr.kind() == IndexExpr::Kind::Constant && g.low <= expr.constant() &&
                  expr.constant() < g.high;
    if (!always)
      both.guards.push_back({expr, g.low, g.high});
  };
  for (const Guard &g : outer.guards)
    addGuard(g, simplify(g.expr));
  for (const Guard &g : inner.guards)
    addGuard(g, simplify(g.expr.substitute(outer.index)));
  for (const IndexExpr &e : inner.index)
    both.index.push_back(simplify(e.substitute(outer.index)));
  return both;
}

bool alwaysHolds(const IndexMap &map) {
  for (const Piece &piece : map.pieces)
    if (piece.guards.empty())
      return true;
  return false;
}

} // namespace

IndexMap compose(const IndexMap &outer, const IndexMap &inner) {
  IndexMap result{outer.shape, {}, outer.fillOperand ? outer.fillOperand : inner.fillOperand};
  Simplifier simplify(outer.shape);
  bool innerFills = !alwaysHolds(inner);
  for (const Piece &piece : outer.pieces) {
    if (piece.operand == Piece::fill) {
      result.pieces.push_back(piece);
      continue;
    }
    for (const Piece &next : inner.pieces)
      result.pieces.push_back(composePiece(piece, next, simplify));
    if (innerFills && &piece != &outer.pieces.back())
      result.pieces.push_back({Piece::fill, piece.guards, {}});
  }
  return result;
}

} // namespace fixcon
