// The index-map solver: every permutation and reshape of ranks 2 to 5 is found again on numbers,
// equal axes and dead channels included.
#include "fixcon/Align/Layout.h"
#include "fixcon/Support/Random.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <numeric>

using namespace fixcon;

namespace {

Tensor randomTensor(Random &random, const Shape &shape) {
  Tensor t(DType::F64, shape);
  for (double &v : t.mutableData<double>())
    v = random.normal();
  return t;
}

Permutation identityPerm(size_t rank) {
  Permutation perm(rank);
  std::iota(perm.begin(), perm.end(), 0);
  return perm;
}

Shape permuted(const Shape &shape, const Permutation &perm) {
  Shape out;
  for (auto axis : perm)
    out.push_back(shape[static_cast<size_t>(axis)]);
  return out;
}

/// Carries `source` by (shape, perm), solves the map, and expects the same elements.
void expectSolved(const Tensor &source, const Permutation &perm) {
  Shape shape = permuted(source.shape(), perm);
  Tensor target = applyLayout(source, {source.shape(), perm}, shape);
  auto found = solveLayout(std::span(&source, 1), std::span(&target, 1), 1e-9);
  ASSERT_TRUE(found.has_value()) << str(source.shape());
  EXPECT_EQ(found->error, 0);
  EXPECT_TRUE(applyLayout(source, found->layout, shape).identical(target));
}

TEST(Layout, SolvesEveryPermutation) {
  Random random(1);
  for (Shape shape : {Shape{3, 5}, Shape{4, 4}, Shape{2, 3, 4}, Shape{5, 5, 5}, Shape{1, 3, 8, 8},
                      Shape{2, 3, 4, 5}, Shape{3, 3, 3, 3}, Shape{2, 3, 2, 3, 2}}) {
    Tensor t = randomTensor(random, shape);
    Permutation perm = identityPerm(shape.size());
    do
      expectSolved(t, perm);
    while (std::next_permutation(perm.begin(), perm.end()));
  }
}

TEST(Layout, SolvesPermutationBeforeFlatten) {
  Random random(2);
  Tensor t = randomTensor(random, {1, 8, 3, 5});
  Tensor flat = applyLayout(t, {t.shape(), {0, 2, 3, 1}}, {1, 120});
  auto found = solveLayout(std::span(&t, 1), std::span(&flat, 1), 1e-9);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->layout.keepsOrder());
  EXPECT_TRUE(applyLayout(t, found->layout, {1, 120}).identical(flat));
}

TEST(Layout, DeadChannelsDoNotMislead) {
  Random random(3);
  Tensor t = randomTensor(random, {1, 4, 6, 6});
  auto data = t.mutableData<double>();
  std::fill(data.begin(), data.begin() + 72, 0.0);
  expectSolved(t, {0, 1, 3, 2});
  expectSolved(t, {0, 2, 3, 1});
}

TEST(Layout, ConstantTensorKeepsItsOrder) {
  Tensor t(DType::F64, {2, 3, 4}), u(DType::F64, {4, 2, 3});
  auto found = solveLayout(std::span(&t, 1), std::span(&u, 1), 1e-9);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->layout.keepsOrder());
}

TEST(Layout, OtherNumbersHaveNoMap) {
  Random random(4);
  Tensor t = randomTensor(random, {3, 4, 5}), u = randomTensor(random, {3, 4, 5});
  EXPECT_FALSE(solveLayout(std::span(&t, 1), std::span(&u, 1), 1e-3));
}

TEST(Layout, AxesOfSizeOneMakeNoDifference) {
  std::vector<Layout> maps = candidateLayouts({1, 3, 1, 7}, {3, 1, 7, 1});
  // As it lies; transposed, then read under the other shape; and read as 7x3, then transposed.
  EXPECT_EQ(maps.size(), 3u);
  EXPECT_TRUE(maps.front().keepsOrder());
}

TEST(Layout, InverseCarriesBack) {
  Random random(5);
  Tensor t = randomTensor(random, {2, 3, 4, 5});
  Layout layout{t.shape(), {2, 0, 3, 1}};
  Tensor there = applyLayout(t, layout, {4, 2, 5, 3});
  EXPECT_TRUE(applyLayout(there, inverse(layout), t.shape()).identical(t));
}

TEST(Layout, ShapesSuggestTheOrderOfAxes) {
  Random random(7);
  Tensor t = randomTensor(random, {1, 3, 8, 8});
  auto layout = suggestedLayout(t.shape(), {1, 8, 8, 3});
  ASSERT_TRUE(layout);
  Tensor expected = transpose(t, Permutation{0, 2, 3, 1});
  EXPECT_TRUE(applyLayout(t, *layout, {1, 8, 8, 3}).identical(expected));
  EXPECT_TRUE(suggestedLayout({1, 3, 8, 8}, {3, 8, 8})->keepsOrder());
  EXPECT_FALSE(suggestedLayout({1, 3}, {1, 4}));
}

TEST(Layout, DifferentCountsHaveNoCandidate) {
  EXPECT_TRUE(candidateLayouts({2, 3}, {2, 4}).empty());
}

} // namespace
