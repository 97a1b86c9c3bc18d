// Boxes are found by splitting the operand's offset into terms of a single dim, and copied with the
// longest runs that the axes allow; where source and target run along different axes, in tiles.
#include "GatherBox.h"

#include "IndexNode.h"

#include <algorithm>
#include <cstring>

namespace fixcon {
namespace {

using Kind = IndexExpr::Kind;
using Axis = BoxPiece::Axis;

/// Marks the dims that `e` depends on, at most two.
void collectDims(const IndexExpr &e, std::vector<unsigned> &dims) {
  if (e.kind() == Kind::Constant || dims.size() > 1)
    return;
  if (e.kind() == Kind::Dim) {
    if (std::find(dims.begin(), dims.end(), e.dimIndex()) == dims.end())
      dims.push_back(e.dimIndex());
    return;
  }
  collectDims(e.left(), dims);
  if (e.kind() != Kind::Lookup)
    collectDims(e.right(), dims);
}

/// A sum of functions of one dim each, plus a constant.
struct SeparableSum {
  int64_t constant = 0;
  std::vector<IndexExpr> terms; ///< by dim

  explicit SeparableSum(size_t rank) : terms(rank) {}

  bool add(const IndexExpr &e) {
    if (e.kind() == Kind::Add)
      return add(e.left()) && add(e.right());
    if (e.kind() == Kind::Constant) {
      constant += e.constant();
      return true;
    }
    std::vector<unsigned> dims;
    collectDims(e, dims);
    if (dims.size() != 1)
      return false;
    terms[dims[0]] = terms[dims[0]] + e;
    return true;
  }
};

/// The factor if `e` is factor * d; nullopt else.
std::optional<int64_t> factorOf(const IndexExpr &e) {
  if (e.kind() == Kind::Dim)
    return 1;
  bool product =
      e.kind() == Kind::Mul && e.left().kind() == Kind::Dim && e.right().kind() == Kind::Constant;
  if (product)
    return e.right().constant();
  if (e.kind() == Kind::Constant)
    return 0;
  return std::nullopt;
}

struct Bounds {
  int64_t low, high;
};

/// Narrows the box by `guard`; false if the guard does not bound a single dim from both sides.
bool narrow(const IndexMap::Guard &guard, std::vector<Bounds> &box) {
  SeparableSum sum(box.size());
  if (!sum.add(guard.expr))
    return false;
  int64_t low = guard.low - sum.constant, high = guard.high - sum.constant;
  bool bounded = false;
  for (size_t d = 0; d < box.size(); ++d) {
    auto factor = factorOf(sum.terms[d]);
    if (factor == 0)
      continue;
    if (bounded || !factor || std::abs(*factor) != 1)
      return false;
    bounded = true;
    if (*factor < 0)
      std::tie(low, high) = std::pair(1 - high, 1 - low);
    box[d] = {std::max(box[d].low, low), std::min(box[d].high, high)};
  }
  if (!bounded && (low > 0 || high <= 0))
    box.assign(box.size(), {0, 0});
  return bounded || !box.empty();
}

/// Steps from one position to the next if they are all equal.
bool isProgression(const std::vector<int64_t> &table) {
  for (size_t i = 2; i < table.size(); ++i)
    if (table[i] - table[i - 1] != table[1] - table[0])
      return false;
  return true;
}

/// The axis of dim d, whose first position adds `start` to the operand's offset.
Axis makeAxis(const IndexExpr &term, Bounds bounds, size_t d, size_t rank, int64_t to,
              int64_t &start) {
  Axis axis{bounds.high - bounds.low, to, 0, {}};
  if (auto factor = factorOf(term)) {
    axis.from = *factor;
    start = *factor * bounds.low;
    return axis;
  }
  std::vector<int64_t> index(rank);
  for (int64_t i = bounds.low; i < bounds.high; ++i) {
    index[d] = i;
    axis.table.push_back(term.evaluate(index));
  }
  start = axis.table[0];
  for (int64_t &offset : axis.table)
    offset -= start;
  if (isProgression(axis.table)) {
    axis.from = axis.extent > 1 ? axis.table[1] : 0;
    axis.table.clear();
  }
  return axis;
}

void append(std::vector<Axis> &axes, Axis axis) {
  if (axis.extent == 1)
    return;
  bool continues = !axes.empty() && axes.back().table.empty() && axis.table.empty() &&
                   axes.back().to == axis.to * axis.extent &&
                   axes.back().from == axis.from * axis.extent;
  if (continues) {
    axes.back().extent *= axis.extent;
    axes.back().to = axis.to;
    axes.back().from = axis.from;
  } else
    axes.push_back(std::move(axis));
}

template <class E> void copyRow(const Axis &axis, const E *source, E *target) {
  if (!axis.table.empty())
    for (int64_t i = 0; i < axis.extent; ++i)
      target[i * axis.to] = source[axis.table[static_cast<size_t>(i)]];
  else if (axis.to == 1 && axis.from == 1)
    std::memcpy(target, source, static_cast<size_t>(axis.extent) * sizeof(E));
  else
    for (int64_t i = 0; i < axis.extent; ++i)
      target[i * axis.to] = source[i * axis.from];
}

/// Two plain axes in tiles, so that lines of both sides stay in the cache.
template <class E> void copyTiles(const Axis &a, const Axis &b, const E *source, E *target) {
  constexpr int64_t tile = 32;
  for (int64_t i = 0; i < a.extent; i += tile)
    for (int64_t j = 0; j < b.extent; j += tile)
      for (int64_t x = i; x < std::min(i + tile, a.extent); ++x)
        for (int64_t y = j; y < std::min(j + tile, b.extent); ++y)
          target[x * a.to + y * b.to] = source[x * a.from + y * b.from];
}

template <class E>
void copyAxes(std::span<const Axis> axes, bool tiled, const E *source, E *target) {
  if (axes.empty())
    *target = *source;
  else if (axes.size() == 1)
    copyRow(axes[0], source, target);
  else if (axes.size() == 2 && tiled)
    copyTiles(axes[0], axes[1], source, target);
  else
    for (int64_t i = 0; i < axes[0].extent; ++i) {
      int64_t from =
          axes[0].table.empty() ? i * axes[0].from : axes[0].table[static_cast<size_t>(i)];
      copyAxes(axes.subspan(1), tiled, source + from, target + i * axes[0].to);
    }
}

struct Wide {
  uint64_t words[2];
};

} // namespace

std::optional<BoxPiece> asBox(const IndexMap &map, const IndexMap::Piece &piece,
                              const Shape &operandShape) {
  if (piece.operand == IndexMap::Piece::fill)
    return std::nullopt;
  size_t rank = map.shape.size();
  std::vector<Bounds> box;
  for (int64_t extent : map.shape)
    box.push_back({0, extent});
  for (const IndexMap::Guard &guard : piece.guards)
    if (!narrow(guard, box))
      return std::nullopt;
  SeparableSum sum(rank);
  if (!sum.add(linear(piece.index, stridesOf(operandShape))))
    return std::nullopt;
  BoxPiece result{piece.operand, 0, sum.constant, {}, false};
  Shape strides = stridesOf(map.shape);
  result.empty = std::any_of(box.begin(), box.end(), [](Bounds b) { return b.low >= b.high; });
  for (size_t d = 0; d < rank && !result.empty; ++d) {
    int64_t start = 0;
    append(result.axes, makeAxis(sum.terms[d], box[d], d, rank, strides[d], start));
    result.from += start;
    result.to += box[d].low * strides[d];
  }
  return result;
}

void BoxPiece::copy(const std::byte *source, std::byte *target, size_t width) const {
  if (empty)
    return;
  std::vector<Axis> order = axes;
  // If rows of the target jump in the source, the axis along which the source runs comes next.
  bool tiled = order.size() > 1 && order.back().table.empty() && order.back().from != 1;
  if (tiled) {
    auto runs = std::find_if(order.begin(), order.end() - 1,
                             [](const Axis &a) { return a.table.empty() && a.from == 1; });
    tiled = runs != order.end() - 1;
    if (tiled)
      std::rotate(runs, runs + 1, order.end() - 1);
  }
  auto run = [&](auto element) {
    using E = decltype(element);
    copyAxes(std::span<const Axis>(order), tiled, reinterpret_cast<const E *>(source) + from,
             reinterpret_cast<E *>(target) + to);
  };
  if (width == 1)
    run(uint8_t());
  else if (width == 2)
    run(uint16_t());
  else if (width == 4)
    run(uint32_t());
  else if (width == 8)
    run(uint64_t());
  else
    run(Wide());
}

} // namespace fixcon
