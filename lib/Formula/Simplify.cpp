// Simplification that knows how far each dim goes: x floordiv 4 is 0 and x mod 4 is x if x is
// always in [0, 4).
#include "IndexNode.h"

#include <algorithm>

namespace fixcon {

using Kind = IndexExpr::Kind;

static int64_t floorQuotient(int64_t a, int64_t b) { return a / b - (a % b < 0); }

std::optional<Simplifier::Range> Simplifier::rangeOfProduct(Range a, Range b) const {
  Range product{INT64_MAX, INT64_MIN};
  for (int64_t x : {a.low, a.high})
    for (int64_t y : {b.low, b.high}) {
      auto corner = checkedMul(x, y);
      if (!corner)
        return std::nullopt;
      product.low = std::min(product.low, *corner);
      product.high = std::max(product.high, *corner);
    }
  return product;
}

std::optional<Simplifier::Range> Simplifier::computeRange(const IndexExpr &e) {
  if (e.kind() == Kind::Dim)
    return Range{0, std::max<int64_t>(shape[e.dimIndex()], 1) - 1};
  if (e.kind() == Kind::Constant)
    return Range{e.constant(), e.constant()};
  if (e.kind() == Kind::Lookup) {
    auto [low, high] = std::minmax_element(e.table().begin(), e.table().end());
    return low == e.table().end() ? std::nullopt : std::optional(Range{*low, *high});
  }
  auto a = range(e.left()), b = range(e.right());
  if (e.kind() == Kind::Mod)
    return a && a->low >= 0 && a->high < b->low ? *a : Range{0, b->low - 1};
  if (!a || !b)
    return std::nullopt;
  if (e.kind() == Kind::Mul)
    return rangeOfProduct(*a, *b);
  if (e.kind() == Kind::FloorDiv)
    return Range{floorQuotient(a->low, b->low), floorQuotient(a->high, b->low)};
  auto low = checkedAdd(a->low, b->low), high = checkedAdd(a->high, b->high);
  return low && high ? std::optional(Range{*low, *high}) : std::nullopt;
}

std::optional<Simplifier::Range> Simplifier::range(const IndexExpr &e) {
  if (auto it = ranges.find(e.id()); it != ranges.end())
    return it->second;
  alive.push_back(e);
  return ranges[e.id()] = computeRange(e);
}

IndexExpr Simplifier::compute(const IndexExpr &e) {
  if (e.kind() == Kind::Dim)
    return shape[e.dimIndex()] == 1 ? IndexExpr(0) : e;
  if (e.kind() == Kind::Constant)
    return e;
  IndexExpr left = (*this)(e.left());
  if (e.kind() == Kind::Lookup)
    return IndexExpr::lookup(e.id()->table, left);
  if (e.kind() != Kind::FloorDiv && e.kind() != Kind::Mod)
    return IndexExpr::make(e.kind(), left, (*this)(e.right()));
  auto bounds = range(left);
  if (bounds && bounds->low >= 0 && bounds->high < e.right().constant())
    return e.kind() == Kind::Mod ? left : IndexExpr(0);
  return IndexExpr::make(e.kind(), left, e.right());
}

IndexExpr Simplifier::operator()(const IndexExpr &e) {
  if (auto it = done.find(e.id()); it != done.end())
    return it->second;
  alive.push_back(e);
  IndexExpr result = compute(e);
  done.emplace(e.id(), result);
  return result;
}

} // namespace fixcon
