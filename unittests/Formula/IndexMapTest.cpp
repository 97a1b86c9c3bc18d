// Index maps against brute force: every index evaluated by itself.
#include "fixcon/Formula/IndexMap.h"
#include "fixcon/Support/Random.h"

#include <gtest/gtest.h>
#include <numeric>

using namespace fixcon;

namespace {

IndexExpr d(unsigned i) { return IndexExpr::dim(i); }

template <class Fn> void forEachIndex(const Shape &shape, Fn &&fn) {
  int64_t count = *elementCount(shape);
  Shape index(shape.size());
  for (int64_t i = 0; i < count; ++i) {
    int64_t rest = i;
    for (size_t k = shape.size(); k-- > 0; rest /= shape[k])
      index[k] = rest % shape[k];
    fn(i, index);
  }
}

std::vector<int64_t> bruteForce(const IndexMap &map, const Shape &operand) {
  std::vector<int64_t> result(static_cast<size_t>(*elementCount(map.shape)), -1);
  Shape strides = stridesOf(operand);
  forEachIndex(map.shape, [&](int64_t at, const Shape &index) {
    for (const IndexMap::Piece &piece : map.pieces) {
      bool holds = true;
      for (const IndexMap::Guard &g : piece.guards)
        holds &= g.low <= g.expr.evaluate(index) && g.expr.evaluate(index) < g.high;
      if (!holds)
        continue;
      if (piece.operand == IndexMap::Piece::fill)
        return;
      int64_t offset = 0;
      for (size_t i = 0; i < piece.index.size(); ++i)
        offset += piece.index[i].evaluate(index) * strides[i];
      result[static_cast<size_t>(at)] = offset;
      return;
    }
  });
  return result;
}

IndexMap transpose(const Shape &from, const std::vector<unsigned> &perm) {
  IndexMap map;
  map.pieces.push_back({0, {}, std::vector<IndexExpr>(from.size())});
  for (unsigned i = 0; i < perm.size(); ++i) {
    map.shape.push_back(from[perm[i]]);
    map.pieces[0].index[perm[i]] = d(i);
  }
  return map;
}

/// One element of border on both sides of every dim.
IndexMap bordered(const Shape &from) {
  IndexMap map;
  IndexMap::Piece piece;
  for (unsigned i = 0; i < from.size(); ++i) {
    map.shape.push_back(from[i] + 2);
    piece.index.push_back(d(i) - IndexExpr(1));
    piece.guards.push_back({d(i), 1, from[i] + 1});
  }
  map.pieces.push_back(piece);
  return map;
}

} // namespace

TEST(IndexExpr, FoldsAndOrdersConstants) {
  EXPECT_EQ((d(0) + IndexExpr(2) + d(1) + IndexExpr(3)).str(), "(d0 + d1) + 5");
  EXPECT_EQ((IndexExpr(3) * (d(0) + IndexExpr(1))).str(), "(d0 * 3) + 3");
  EXPECT_EQ((d(0) + d(0)).str(), "d0 * 2");
  EXPECT_EQ((d(0) - d(0)).str(), "0");
}

TEST(IndexExpr, DivisionSplitsOffMultiples) {
  EXPECT_EQ(floorDiv(d(0) * IndexExpr(12) + d(1), 4).str(), "(d0 * 3) + (d1 floordiv 4)");
  EXPECT_EQ(mod(d(0) * IndexExpr(12) + d(1), 4).str(), "d1 mod 4");
  EXPECT_EQ(floorDiv(floorDiv(d(0), 3), 4).str(), "d0 floordiv 12");
  EXPECT_EQ(mod(mod(d(0), 12), 4).str(), "d0 mod 4");
  Shape index{-7};
  EXPECT_EQ(floorDiv(d(0), 2).evaluate(index), -4);
  EXPECT_EQ(mod(d(0), 2).evaluate(index), 1);
}

TEST(IndexExpr, LookupsPrintTheirTable) {
  auto table = std::make_shared<const std::vector<int64_t>>(std::vector<int64_t>{4, 2, 9});
  EXPECT_EQ(IndexExpr::lookup(table, d(1)).str(), "[4,2,9][d1]");
  EXPECT_EQ(IndexExpr::lookup(table, IndexExpr(2)).str(), "9");
}

TEST(IndexMap, ReshapeKeepsTheOrder) {
  std::vector<std::pair<Shape, Shape>> cases{
      {{2, 3, 4}, {6, 4}}, {{6, 4}, {2, 3, 4}}, {{4, 6}, {3, 8}},       {{1, 5, 1}, {5}},
      {{5}, {1, 5, 1}},    {{}, {1, 1}},        {{2, 6, 5}, {4, 3, 5}}, {{2, 3, 0}, {0, 7}}};
  for (const auto &[from, to] : cases) {
    std::vector<int64_t> want(static_cast<size_t>(*elementCount(to)));
    std::iota(want.begin(), want.end(), 0);
    IndexMap map = IndexMap::reshape(from, to);
    EXPECT_EQ(offsets(map, from), want) << map.str();
    EXPECT_EQ(bruteForce(map, from), want) << map.str();
  }
}

TEST(IndexMap, ReshapeBackIsTheIdentity) {
  IndexMap there = IndexMap::reshape({2, 12, 5}, {2, 3, 4, 5});
  IndexMap back = IndexMap::reshape({2, 3, 4, 5}, {2, 12, 5});
  EXPECT_EQ(compose(back, there).str(), "2x12x5: x0[d0, d1, d2];");
}

TEST(IndexMap, PixelShuffleComposesToShortExpressions) {
  Shape in{1, 8, 3, 3};
  IndexMap split = IndexMap::reshape(in, {1, 2, 2, 2, 3, 3});
  IndexMap turn = transpose(split.shape, {0, 1, 4, 2, 5, 3});
  IndexMap join = IndexMap::reshape(turn.shape, {1, 2, 6, 6});
  IndexMap all = compose(join, compose(turn, split));
  EXPECT_EQ(offsets(all, in), bruteForce(all, in));
  EXPECT_EQ(all.pieces[0].index[2].str(), "d2 floordiv 2");
}

TEST(IndexMap, ComposeFillsWhereTheInnerMapFills) {
  Shape from{2, 3};
  IndexMap inner = bordered(from);
  IndexMap outer = bordered(inner.shape);
  IndexMap both = compose(outer, inner);
  auto innerOffsets = offsets(inner, from), outerOffsets = offsets(outer, inner.shape);
  auto got = offsets(both, from);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i],
              outerOffsets[i] < 0 ? -1 : innerOffsets[static_cast<size_t>(outerOffsets[i])]);
}

TEST(IndexMap, AFilledElementIsNotLeftToLaterPieces) {
  // The first piece reads the border of `inner`, which is filled; the second would read inside.
  Shape from{2};
  IndexMap inner = bordered(from); // 4 elements: fill, 0, 1, fill
  IndexMap outer{{3}, {{0, {{d(0), 0, 2}}, {d(0)}}, {0, {}, {IndexExpr(2)}}}, std::nullopt};
  EXPECT_EQ(offsets(compose(outer, inner), from), (std::vector<int64_t>{-1, 0, 1}));
}

TEST(IndexMap, RandomChainsComposeExactly) {
  Random random(3);
  for (int round = 0; round < 60; ++round) {
    Shape shape{2, 3, 4, 2}, start = shape;
    IndexMap all = IndexMap::reshape(shape, shape);
    std::vector<int64_t> want(48);
    std::iota(want.begin(), want.end(), 0);
    for (int step = 0; step < 4; ++step) {
      IndexMap next;
      unsigned kind = static_cast<unsigned>(random.below(3));
      if (kind == 0)
        next = transpose(shape, {2, 0, 3, 1});
      else if (kind == 1)
        next = IndexMap::reshape(shape, {shape[1] * shape[0], shape[3], shape[2], 1});
      else
        next = bordered(shape);
      auto moved = bruteForce(next, shape);
      std::vector<int64_t> composed;
      for (int64_t at : moved)
        composed.push_back(at < 0 ? -1 : want[static_cast<size_t>(at)]);
      want = composed;
      all = compose(next, all);
      shape = next.shape;
    }
    ASSERT_EQ(offsets(all, start), want) << all.str();
  }
}
