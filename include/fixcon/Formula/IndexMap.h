// Index maps: what a data movement op does, as a map from every index of its result to an element
// of an operand. Maps are evaluated, printed, composed, and compared.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <memory>
#include <optional>
#include <string>

namespace fixcon {

/// An integer expression of the result's index d0, d1, ...; cheap to copy, simplified when built.
class IndexExpr {
public:
  enum class Kind : uint8_t { Dim, Constant, Add, Mul, FloorDiv, Mod, Lookup };
  struct Node;

  IndexExpr() : IndexExpr(int64_t(0)) {}
  IndexExpr(int64_t constant);
  static IndexExpr dim(unsigned i);
  /// table[index]; the index is within the table by construction.
  static IndexExpr lookup(std::shared_ptr<const std::vector<int64_t>> table, IndexExpr index);
  static IndexExpr make(Kind kind, IndexExpr a, IndexExpr b);

  Kind kind() const;
  int64_t constant() const;  ///< of a Constant
  unsigned dimIndex() const; ///< of a Dim
  const IndexExpr &left() const;
  const IndexExpr &right() const; ///< not of a Lookup
  const std::vector<int64_t> &table() const;
  const Node *id() const { return node.get(); }
  int64_t evaluate(std::span<const int64_t> index) const;
  /// Each dim d_i replaced by values[i].
  IndexExpr substitute(std::span<const IndexExpr> values) const;
  std::string str() const;

private:
  explicit IndexExpr(std::shared_ptr<const Node> node);

  std::shared_ptr<const Node> node;
};

IndexExpr operator+(IndexExpr a, IndexExpr b);
IndexExpr operator-(IndexExpr a, IndexExpr b);
IndexExpr operator*(IndexExpr a, IndexExpr b);
/// Divisor a positive constant; rounds toward minus infinity.
IndexExpr floorDiv(IndexExpr a, int64_t divisor);
IndexExpr mod(IndexExpr a, int64_t divisor);

/// For each index of a result of `shape`: the first piece whose guards all hold names the operand
/// and the index in it; where none holds, the result is the fill.
struct IndexMap {
  /// Holds if low <= expr < high.
  struct Guard {
    IndexExpr expr;
    int64_t low, high;
  };
  struct Piece {
    /// As an operand: the piece is filled, whatever later pieces say.
    static constexpr unsigned fill = ~0u;

    unsigned operand = 0;
    std::vector<Guard> guards;
    std::vector<IndexExpr> index; ///< one per dim of the operand
  };

  Shape shape;
  std::vector<Piece> pieces;
  /// Operand whose single element fills the rest; nullopt fills with zero.
  std::optional<unsigned> fillOperand;

  /// The map that reads operand 0 of the given shape as it lies under another shape.
  static IndexMap reshape(const Shape &from, const Shape &to);
  std::string str() const;
};

/// Linear element offsets, row-major, in the operand of the given shape; -1 where filled. Only for
/// a map that reads a single operand.
std::vector<int64_t> offsets(const IndexMap &map, const Shape &operandShape);

/// `outer` after `inner`: reads operand 0 of inner's operand space. Both read one operand, and what
/// one of them fills, the other fills alike.
IndexMap compose(const IndexMap &outer, const IndexMap &inner);

/// Moves elements of any dtype; all operands have the dtype of the result. A map that keeps the
/// order of elements shares storage with its operand.
Tensor gather(const IndexMap &map, std::span<const Tensor *const> operands);

/// The same; elements of `out` are written in place if it has the result's dtype and shape, in which
/// case it must be zero.
void gatherInto(Tensor &out, const IndexMap &map, std::span<const Tensor *const> operands);

} // namespace fixcon
