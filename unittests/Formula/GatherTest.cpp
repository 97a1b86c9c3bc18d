// gather() against the offsets of the same map, on every path: shared storage, boxes, elements.
#include "fixcon/Formula/IndexMap.h"

#include <gtest/gtest.h>
#include <numeric>

using namespace fixcon;

namespace {

IndexExpr d(unsigned i) { return IndexExpr::dim(i); }

Tensor counting(const Shape &shape) {
  std::vector<int32_t> values(static_cast<size_t>(*elementCount(shape)));
  std::iota(values.begin(), values.end(), 100);
  return Tensor::of(shape, values);
}

void expectOffsets(const IndexMap &map, const Tensor &operand) {
  const Tensor *operands[] = {&operand};
  Tensor got = gather(map, operands);
  ASSERT_EQ(got.shape(), map.shape);
  auto want = offsets(map, operand.shape());
  for (size_t i = 0; i < want.size(); ++i)
    ASSERT_EQ(got.toInt(static_cast<int64_t>(i)), want[i] < 0 ? 0 : operand.toInt(want[i]))
        << "element " << i << " of " << map.str();
}

} // namespace

TEST(Gather, ReshapesShareStorage) {
  Tensor in = counting({4, 6});
  const Tensor *operands[] = {&in};
  Tensor out = gather(IndexMap::reshape({4, 6}, {3, 8}), operands);
  EXPECT_TRUE(out.sharesStorageWith(in));
  EXPECT_EQ(out.shape(), (Shape{3, 8}));
}

TEST(Gather, MovingOnlyAxesOfOneElementSharesStorage) {
  Tensor in = counting({1, 5, 1, 3});
  const Tensor *operands[] = {&in};
  IndexMap map{{5, 1, 3, 1}, {{0, {}, {d(3), d(0), d(1), d(2)}}}, std::nullopt};
  EXPECT_TRUE(gather(map, operands).sharesStorageWith(in));
}

TEST(Gather, TransposesInTiles) {
  Tensor in = counting({3, 70, 45});
  expectOffsets({{70, 45, 3}, {{0, {}, {d(2), d(0), d(1)}}}, std::nullopt}, in);
  expectOffsets({{45, 3, 70}, {{0, {}, {d(1), d(2), d(0)}}}, std::nullopt}, in);
  expectOffsets({{3, 45, 70}, {{0, {}, {d(0), d(2), d(1)}}}, std::nullopt}, in);
}

TEST(Gather, BoxesReversedStridedAndGuarded) {
  Tensor in = counting({6, 7});
  // Backwards over rows, every third column.
  expectOffsets({{6, 3}, {{0, {}, {IndexExpr(5) - d(0), d(1) * IndexExpr(3)}}}, std::nullopt}, in);
  // A border, once with the guard on -d.
  IndexMap::Piece inside{
      0, {{d(0), 1, 7}, {IndexExpr(0) - d(1), -7, 1}}, {d(0) - IndexExpr(1), d(1) - IndexExpr(0)}};
  inside.guards[1].low = -6;
  expectOffsets({{8, 9}, {inside}, std::nullopt}, in);
}

TEST(Gather, TablesAndDiagonals) {
  Tensor in = counting({5, 5});
  auto table = std::make_shared<const std::vector<int64_t>>(std::vector<int64_t>{4, 0, 0, 3});
  expectOffsets({{4, 5}, {{0, {}, {IndexExpr::lookup(table, d(0)), d(1)}}}, std::nullopt}, in);
  // Below the diagonal: a guard over two dims is no box.
  expectOffsets({{5, 5}, {{0, {{d(0) - d(1), 0, 5}}, {d(0), d(1)}}}, std::nullopt}, in);
  expectOffsets({{25}, {{0, {}, {mod(d(0), 5), floorDiv(d(0), 5)}}}, std::nullopt}, in);
}

TEST(Gather, FirstPieceWinsAndTheRestIsFilled) {
  Tensor a = Tensor::of<int32_t>({3}, {1, 2, 3}), b = Tensor::of<int32_t>({2}, {8, 9});
  Tensor fill = Tensor::scalar<int32_t>(-5);
  const Tensor *operands[] = {&a, &b, &fill};
  IndexMap map{{6}, {{0, {{d(0), 0, 3}}, {d(0)}}, {1, {{d(0), 2, 4}}, {d(0) - IndexExpr(2)}}}, 2u};
  EXPECT_EQ(gather(map, operands).toInts(), (std::vector<int64_t>{1, 2, 3, 9, -5, -5}));
}

TEST(Gather, StringsMoveToo) {
  Tensor in = Tensor::strings({3}, {"a", "b", "c"});
  const Tensor *operands[] = {&in};
  IndexMap map{{4}, {{0, {{d(0), 0, 3}}, {IndexExpr(2) - d(0)}}}, std::nullopt};
  Tensor out = gather(map, operands);
  EXPECT_EQ(out.strings()[0], "c");
  EXPECT_EQ(out.strings()[2], "a");
  EXPECT_EQ(out.strings()[3], "");
}

TEST(Gather, EmptyResultsAreFine) {
  Tensor in = counting({0, 4});
  expectOffsets({{4, 0}, {{0, {}, {d(1), d(0)}}}, std::nullopt}, in);
}
