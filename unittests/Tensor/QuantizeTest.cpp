// Rounding, saturation and ranges of quantised elements.
#include "fixcon/Tensor/Quantize.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace fixcon {
namespace {

TEST(Quantize, TiesGoToEven) {
  for (auto [scaled, rounded] : std::initializer_list<std::pair<double, double>>{{0.5, 0},
                                                                                 {1.5, 2},
                                                                                 {2.5, 2},
                                                                                 {-0.5, 0},
                                                                                 {-1.5, -2},
                                                                                 {-2.5, -2},
                                                                                 {2.4999, 2},
                                                                                 {-3.6, -4}})
    EXPECT_EQ(quantize(scaled, 0, DType::I8), rounded) << scaled;
}

TEST(Quantize, RoundsBeforeTheZeroPointIsAdded) {
  EXPECT_EQ(quantize(0.5, 1, DType::I8), 1);
  EXPECT_EQ(quantize(2.5, 3, DType::U8), 5);
}

TEST(Quantize, TiesAreThoseOfF32) {
  EXPECT_EQ(quantize(2.5 + 1e-9, 0, DType::I8), 2);
  EXPECT_EQ(quantize(2.5 + 1e-6, 0, DType::I8), 3);
}

TEST(Quantize, Saturates) {
  EXPECT_EQ(quantize(1000, 0, DType::I8), 127);
  EXPECT_EQ(quantize(-1000, 0, DType::I8), -128);
  EXPECT_EQ(quantize(-1, 0, DType::U8), 0);
  EXPECT_EQ(quantize(1e30, 5, DType::U16), 65535);
  EXPECT_EQ(quantize(9, 0, DType::I4), 7);
  EXPECT_EQ(quantize(-9, 0, DType::I4), -8);
  EXPECT_EQ(quantize(9, 0, DType::U2), 3);
  EXPECT_EQ(quantize(-std::numeric_limits<double>::infinity(), 0, DType::I16), -32768);
}

TEST(Quantize, NaNIsTheZeroPoint) { EXPECT_EQ(quantize(std::nan(""), 7, DType::U8), 7); }

TEST(Quantize, Ranges) {
  EXPECT_EQ(rangeOf(DType::I8), std::pair(-128.0, 127.0));
  EXPECT_EQ(rangeOf(DType::U4), std::pair(0.0, 15.0));
  EXPECT_EQ(rangeOf(DType::I32), std::pair(-2147483648.0, 2147483647.0));
  EXPECT_TRUE(isQuantizable(DType::I16));
  EXPECT_FALSE(isQuantizable(DType::I32));
  EXPECT_FALSE(isQuantizable(DType::Bool));
  EXPECT_FALSE(isQuantizable(DType::F32));
}

} // namespace
} // namespace fixcon
