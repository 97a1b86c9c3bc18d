// Axes in another order.
#include "fixcon/Tensor/Permutation.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

Tensor counted(Shape shape) {
  std::vector<int64_t> values;
  for (int64_t i = 0; i < *elementCount(shape); ++i)
    values.push_back(i);
  return Tensor::of(std::move(shape), values);
}

TEST(Permutation, MovesElements) {
  Tensor moved = transpose(counted({2, 3, 2}), Permutation{2, 0, 1});
  EXPECT_EQ(moved.shape(), (Shape{2, 2, 3}));
  EXPECT_EQ(moved.toInts(), (std::vector<int64_t>{0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11}));
}

TEST(Permutation, InverseTakesBack) {
  Tensor x = counted({2, 3, 4, 5});
  Permutation perm{0, 1, 2, 3};
  do {
    EXPECT_TRUE(isPermutation(perm));
    EXPECT_TRUE(transpose(transpose(x, perm), inverse(perm)).identical(x));
    EXPECT_EQ(isIdentity(perm), transpose(x, perm).identical(x));
  } while (std::next_permutation(perm.begin(), perm.end()));
}

TEST(Permutation, AnyDTypeAndSize) {
  Tensor text = Tensor::strings({1, 2}, {"a", "b"});
  Tensor turned = transpose(text, Permutation{1, 0});
  EXPECT_EQ(turned.shape(), (Shape{2, 1}));
  EXPECT_EQ(turned.strings()[1], "b");
  Tensor narrow = transpose(counted({2, 2}).converted(DType::U8), Permutation{1, 0});
  EXPECT_EQ(narrow.toInts(), (std::vector<int64_t>{0, 2, 1, 3}));
  EXPECT_EQ(transpose(counted({3, 0}), Permutation{1, 0}).shape(), (Shape{0, 3}));
  EXPECT_EQ(transpose(counted({}), Permutation{}).toInts(), (std::vector<int64_t>{0}));
}

TEST(Permutation, OffsetsSayWhereElementsComeFrom) {
  Tensor x = counted({2, 3, 4});
  Permutation perm{1, 2, 0};
  EXPECT_EQ(transposedOffsets(x.shape(), perm), transpose(x, perm).toInts());
}

TEST(Permutation, KnowsItsKind) {
  EXPECT_FALSE(isPermutation(Permutation{0, 0}));
  EXPECT_FALSE(isPermutation(Permutation{0, 2}));
  EXPECT_FALSE(isPermutation(Permutation{-1, 0}));
  EXPECT_TRUE(isPermutation(Permutation{}));
  EXPECT_TRUE(isIdentity(Permutation{0, 1}));
  EXPECT_FALSE(isIdentity(Permutation{1, 0}));
}

} // namespace
} // namespace fixcon
