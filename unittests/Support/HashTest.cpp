// Hashes against published vectors, checked arithmetic at its limits, the generator's sequence.
#include "fixcon/Support/Hash.h"
#include "fixcon/Support/CheckedMath.h"
#include "fixcon/Support/Random.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace fixcon {
namespace {

constexpr int64_t most = std::numeric_limits<int64_t>::max();

TEST(Hash, Sha256OfPublishedVectors) {
  auto of = [](std::string_view text) { return sha256(std::as_bytes(std::span(text))); };
  EXPECT_EQ(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, Xxh3OfThePublishedEmptyInput) {
  EXPECT_EQ(hashString("").str(), "99aa06d3014798d86001c324468d497f");
}

TEST(Hash, OrderAndContentMatter) {
  ContentHash a = hashString("a"), b = hashString("b");
  ContentHash ab[] = {a, b}, ba[] = {b, a};
  EXPECT_NE(a, b);
  EXPECT_NE(combine(ab), combine(ba));
  EXPECT_EQ(combine(ab), combine(ab));
}

TEST(CheckedMath, OverflowIsAnAnswer) {
  EXPECT_EQ(checkedAdd(most, 0), most);
  EXPECT_EQ(checkedAdd(most, 1), std::nullopt);
  EXPECT_EQ(checkedMul(most / 2, 2), most - 1);
  EXPECT_EQ(checkedMul(most, 2), std::nullopt);
  auto product = [](std::vector<int64_t> dims) { return checkedProduct(dims); };
  EXPECT_EQ(product({}), 1);
  EXPECT_EQ(product({2, 3, 4}), 24);
  EXPECT_EQ(product({2, -1}), std::nullopt);
  EXPECT_EQ(product({int64_t{1} << 32, int64_t{1} << 32}), std::nullopt);
  // A zero does not excuse the rest: strides of such a shape would overflow.
  EXPECT_EQ(product({0, int64_t{1} << 32, int64_t{1} << 32}), std::nullopt);
  EXPECT_EQ(product({most, 0}), 0);
}

TEST(Random, SequenceIsTheAlgorithmsOwn) {
  // The first values of SplitMix64 for seed 0 and for seed 1234567.
  Random zero(0), other(1234567);
  EXPECT_EQ(zero.next(), 0xe220a8397b1dcdafu);
  EXPECT_EQ(zero.next(), 0x6e789e6aa1b965f4u);
  EXPECT_EQ(other.next(), 6457827717110365317u);
  EXPECT_EQ(other.next(), 3203168211198807973u);
}

TEST(Random, DrawsStayInRange) {
  Random random(3);
  double sum = 0, squares = 0;
  for (int i = 0; i < 20000; ++i) {
    int64_t between = random.between(-2, 3);
    EXPECT_TRUE(between >= -2 && between <= 3);
    double u = random.uniform();
    EXPECT_TRUE(u >= 0 && u < 1);
    double n = random.normal();
    EXPECT_TRUE(std::isfinite(n));
    sum += n;
    squares += n * n;
  }
  EXPECT_NEAR(sum / 20000, 0, 0.03);
  EXPECT_NEAR(squares / 20000, 1, 0.04);
}

TEST(Random, FullRangeOfIntegers) {
  Random random(4);
  bool negative = false, positive = false;
  for (int i = 0; i < 100; ++i) {
    int64_t value = random.between(std::numeric_limits<int64_t>::min(), most);
    negative |= value < 0;
    positive |= value > 0;
  }
  EXPECT_TRUE(negative && positive);
}

} // namespace
} // namespace fixcon
