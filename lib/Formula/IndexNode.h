// The node of an index expression, and what the other files of this folder know about expressions.
#pragma once

#include "fixcon/Formula/IndexMap.h"
#include "fixcon/Support/CheckedMath.h"

#include <unordered_map>

namespace fixcon {

struct IndexExpr::Node {
  Kind kind;
  int64_t number; ///< a constant or a dim
  std::shared_ptr<const std::vector<int64_t>> table;
  std::vector<IndexExpr> operands;
};

/// Written the same way; expressions of equal meaning may differ.
bool sameExpression(const IndexExpr &a, const IndexExpr &b);

struct IndexRange {
  int64_t low, high; ///< inclusive
};

/// Drops divisions and remainders that no index of `shape` needs. Shared subexpressions are looked
/// at once.
class Simplifier {
public:
  explicit Simplifier(const Shape &shape) : shape(shape) {}
  IndexExpr operator()(const IndexExpr &e);

private:
  struct Range {
    int64_t low, high; ///< inclusive
  };
  IndexExpr compute(const IndexExpr &e);
  /// nullopt if the bounds do not fit.
  std::optional<Range> range(const IndexExpr &e);
  std::optional<Range> computeRange(const IndexExpr &e);
  std::optional<Range> rangeOfProduct(Range a, Range b) const;

  const Shape &shape;
  std::unordered_map<const IndexExpr::Node *, IndexExpr> done;
  std::unordered_map<const IndexExpr::Node *, std::optional<Range>> ranges;
  std::vector<IndexExpr> alive; ///< keys of the tables above must not be reused
};

/// sum of index[i] * strides[i]
IndexExpr linear(std::span<const IndexExpr> index, const Shape &strides);

} // namespace fixcon
