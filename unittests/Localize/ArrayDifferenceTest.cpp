// Planted differences of random pictures are named exactly, and unlike pictures have none.
#include "ArrayDifference.h"
#include "fixcon/Support/Random.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr int64_t side = 12;
constexpr std::array<size_t, 3> inOrder{0, 1, 2};

/// [1, 3, side, side] of waves, as pictures have them: neighbours and channels are alike.
Tensor picture(Random &random) {
  Tensor t(DType::F64, {1, 3, side, side});
  auto data = t.mutableData<double>();
  double a = 0.2 + random.uniform(), b = 0.2 + random.uniform(), phase = 6 * random.uniform();
  for (int64_t c = 0; c < 3; ++c)
    for (int64_t i = 0; i < side * side; ++i)
      data[static_cast<size_t>(c * side * side + i)] =
          std::sin(a * static_cast<double>(i / side) + b * static_cast<double>(i % side) + phase) +
          0.3 * random.normal();
  return t;
}

struct Plant {
  ArrayDifference::Order order = ArrayDifference::Order::Kept;
  bool reshaped = false;
  std::array<size_t, 3> from = inOrder;
  double factor = 1, offset = 0;

  Tensor of(const Tensor &right) const {
    using Order = ArrayDifference::Order;
    Tensor out(DType::F64, right.shape());
    auto data = out.mutableData<double>();
    for (int64_t c = 0; c < 3; ++c)
      for (int64_t y = 0; y < side; ++y)
        for (int64_t x = 0; x < side; ++x) {
          int64_t row = order == Order::TransposedHW     ? x
                        : order == Order::MirroredUpDown ? side - 1 - y
                                                         : y;
          int64_t column = order == Order::TransposedHW        ? y
                           : order == Order::MirroredLeftRight ? side - 1 - x
                                                               : x;
          auto channel = static_cast<int64_t>(from[static_cast<size_t>(c)]);
          int64_t at = reshaped ? (y * side + x) * 3 + c : (c * side + y) * side + x;
          data[static_cast<size_t>(at)] =
              factor * right.toDouble((channel * side + row) * side + column) + offset;
        }
    return out;
  }
};

std::optional<ArrayDifference> differenceOf(const Tensor &right, const Tensor &fed) {
  return compareArrays(std::span(&right, 1), std::span(&fed, 1), 1);
}

TEST(ArrayDifference, PlantsAreNamed) {
  Random random(1);
  using Order = ArrayDifference::Order;
  for (int trial = 0; trial < 200; ++trial) {
    Plant plant;
    plant.order = static_cast<Order>(random.below(4));
    plant.reshaped = random.below(2) == 1;
    for (uint64_t k = random.below(6); k > 0; --k)
      std::next_permutation(plant.from.begin(), plant.from.end());
    if (random.below(2))
      plant.factor = 0.5 + 100 * random.uniform(), plant.offset = random.normal();
    Tensor right = picture(random);
    auto found = differenceOf(right, plant.of(right));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->order, plant.order);
    EXPECT_EQ(found->reshaped, plant.reshaped);
    EXPECT_EQ(found->map.from, plant.from);
    EXPECT_LE(found->map.rest, found->tolerance);
    std::vector<std::string> fields = found->fields();
    auto isNamed = [&](const char *field) { return std::ranges::count(fields, field) > 0; };
    EXPECT_EQ(isNamed("normalization"), plant.factor != 1);
    EXPECT_EQ(isNamed("channels"), plant.from != inOrder);
    EXPECT_EQ(isNamed("layout"), plant.reshaped);
    EXPECT_EQ(isNamed("transpose_hw"), plant.order == Order::TransposedHW);
    EXPECT_FALSE(isNamed("resize"));
  }
}

TEST(ArrayDifference, OtherPixelsOfAPictureAreResized) {
  Random random(2);
  for (int trial = 0; trial < 50; ++trial) {
    Tensor right = picture(random), fed = right;
    for (double &v : fed.mutableData<double>())
      v = 2 * v + 0.2 * random.normal();
    auto found = differenceOf(right, fed);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->fields(), std::vector<std::string>{"resize"});
  }
}

TEST(ArrayDifference, UnlikePicturesAreNotNamed) {
  Random random(3);
  for (int trial = 0; trial < 50; ++trial) {
    Tensor right = picture(random), fed = right;
    for (double &v : fed.mutableData<double>())
      v = random.normal();
    auto found = differenceOf(right, fed);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->fields().empty());
    EXPECT_EQ(found->str(), "");
  }
}

TEST(ArrayDifference, GreyPicturesSayNothing) {
  Tensor grey(DType::F64, {1, 3, side, side});
  EXPECT_FALSE(differenceOf(grey, grey));
  Tensor flat(DType::F64, {1, 3, side * side});
  EXPECT_FALSE(differenceOf(flat, flat));
}

} // namespace
} // namespace fixcon
