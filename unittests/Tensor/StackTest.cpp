// Samples stacked along the first axis.
#include "fixcon/Tensor/Stack.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

TEST(Stack, OneBehindTheOther) {
  Tensor parts[] = {Tensor::of<float>({1, 2}, {1, 2}), Tensor::of<float>({2, 2}, {3, 4, 5, 6})};
  auto whole = stack(parts);
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->identical(Tensor::of<float>({3, 2}, {1, 2, 3, 4, 5, 6})));
}

TEST(Stack, WhatDoesNotFitIsNoBatch) {
  Tensor row = Tensor::of<float>({1, 2}, {1, 2});
  for (const Tensor &other : {Tensor::of<float>({1, 3}, {1, 2, 3}), Tensor::of<float>({2}, {1, 2}),
                              Tensor::of<int32_t>({1, 2}, {1, 2})}) {
    Tensor parts[] = {row, other};
    EXPECT_FALSE(stack(parts));
  }
  Tensor words[] = {Tensor::strings({1}, {"a"})}, number[] = {Tensor::scalar(1.0f)};
  EXPECT_FALSE(stack(words));
  EXPECT_FALSE(stack(number));
}

} // namespace
} // namespace fixcon
