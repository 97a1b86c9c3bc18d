// Random draws: their distribution, their types, and that a seed decides them.
#include "OpUnderTest.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

using namespace fixcon;

namespace {

constexpr int64_t many = 20000;
const Attribute shape = Attribute::Ints{many};

struct Moments {
  double mean = 0, deviation = 0;
};

Moments momentsOf(const std::vector<double> &values) {
  double sum = 0, squares = 0;
  for (double value : values)
    sum += value, squares += value * value;
  double mean = sum / double(values.size());
  return {mean, std::sqrt(squares / double(values.size()) - mean * mean)};
}

std::vector<double> draw(const char *op, AttrDict a) { return OpUnderTest(op, a).numbers(); }

std::vector<double> draw(const char *op, AttrDict a, const Tensor &operand) {
  return OpUnderTest(op, a).operand(operand).numbers();
}

std::string rejected(const char *op, AttrDict a, const Tensor *operand = nullptr) {
  OpUnderTest test(op, std::move(a));
  if (operand)
    test.operand(*operand);
  return rejected(test);
}

} // namespace

TEST(Draw, NormalNumbers) {
  AttrDict a = attrs({{"shape", shape}, {"mean", 3.0}, {"scale", 2.0}, {"seed", 1.0}});
  Moments moments = momentsOf(draw("random_normal", a));
  // Five deviations of the mean of so many numbers, and of their deviation.
  EXPECT_NEAR(moments.mean, 3, 5 * 2 / std::sqrt(double(many)));
  EXPECT_NEAR(moments.deviation, 2, 5 * 2 / std::sqrt(2.0 * many));
  Moments like = momentsOf(draw("random_normal_like", attrs({{"seed", 2.0}}), ramp({many})));
  EXPECT_NEAR(like.mean, 0, 5 / std::sqrt(double(many)));
  EXPECT_NEAR(like.deviation, 1, 5 / std::sqrt(2.0 * many));
}

TEST(Draw, UniformNumbers) {
  AttrDict a = attrs({{"shape", shape}, {"low", -1.0}, {"high", 3.0}, {"seed", 1.0}});
  auto values = draw("random_uniform", a);
  for (double value : values)
    ASSERT_TRUE(value >= -1 && value < 3) << value;
  double deviation = 4 / std::sqrt(12.0);
  EXPECT_NEAR(momentsOf(values).mean, 1, 5 * deviation / std::sqrt(double(many)));
  EXPECT_NEAR(momentsOf(values).deviation, deviation, 0.05);
  EXPECT_NEAR(momentsOf(draw("random_uniform_like", {}, ramp({many}))).mean, 0.5, 0.02);
}

TEST(Draw, OnesAndZeros) {
  Tensor p = Tensor::of(Shape{many}, std::vector<double>(many, 0.25));
  auto values = draw("bernoulli", attrs({{"seed", 1.0}}), p);
  EXPECT_EQ(std::set<double>(values.begin(), values.end()), (std::set<double>{0, 1}));
  EXPECT_NEAR(momentsOf(values).mean, 0.25, 5 * std::sqrt(0.25 * 0.75 / many));
  EXPECT_EQ(draw("bernoulli", attrs({{"dtype", "bool"}}), floats({4}, {0, 1, 1, 0})),
            (std::vector<double>{0, 1, 1, 0}));
}

TEST(Draw, Classes) {
  Tensor logs = floats({2, 3}, {std::log(1.0), std::log(2.0), std::log(5.0), -INFINITY, 0, 0});
  AttrDict a = attrs({{"sample_size", many}, {"seed", 1.0}});
  auto values = draw("multinomial", a, logs);
  ASSERT_EQ(values.size(), size_t(2 * many));
  std::vector<double> counts(6);
  for (size_t i = 0; i < values.size(); ++i)
    ++counts[(i < many ? 0 : 3) + size_t(values[i])];
  std::vector<double> shares{0.125, 0.25, 0.625, 0, 0.5, 0.5};
  for (size_t i = 0; i < 6; ++i)
    EXPECT_NEAR(counts[i] / many, shares[i], 5 * std::sqrt(shares[i] * (1 - shares[i]) / many));
}

TEST(Draw, SeedsDecide) {
  Tensor x = ramp({8}), half = Tensor::of(Shape{64}, std::vector<double>(64, 0.5));
  for (const char *op : {"random_normal_like", "random_uniform_like"}) {
    EXPECT_EQ(draw(op, attrs({{"seed", 1.0}}), x), draw(op, attrs({{"seed", 1.0}}), x)) << op;
    EXPECT_NE(draw(op, attrs({{"seed", 1.0}}), x), draw(op, attrs({{"seed", 1.5}}), x)) << op;
  }
  EXPECT_NE(draw("bernoulli", attrs({{"seed", 1.0}}), half),
            draw("bernoulli", attrs({{"seed", 2.0}}), half));
  for (const char *op : {"random_normal", "random_normal_like", "random_uniform",
                         "random_uniform_like", "bernoulli", "multinomial"})
    EXPECT_FALSE(opDef(op)->isDeterministic()) << op;
}

TEST(Draw, Types) {
  AttrDict half = attrs({{"shape", Attribute::Ints{2, 3}}, {"dtype", "f16"}});
  EXPECT_EQ(OpUnderTest("random_normal", half).infer(), "f16[2,3]");
  EXPECT_EQ(OpUnderTest("random_uniform", attrs({{"shape", shape}})).infer(), "f32[20000]");
  Type open = Type::tensor(DType::F64, Dims{Dim::symbol("N"), 3});
  EXPECT_EQ(OpUnderTest("random_uniform_like").operand(open).infer(), "f64[N,3]");
  EXPECT_EQ(OpUnderTest("bernoulli", attrs({{"dtype", "i64"}})).operand(open).infer(), "i64[N,3]");
  EXPECT_EQ(OpUnderTest("multinomial").operand(open).infer(), "i32[N,1]");
}

TEST(Draw, Constraints) {
  Tensor numbers = ints({1}), text = Tensor::strings({1}, {"a"}), vector = ramp({3});
  Tensor two = floats({1}, {2}), nothing = floats({1, 1}, {-INFINITY});
  EXPECT_EQ(rejected("random_normal", attrs({{"shape", shape}, {"dtype", "i64"}})),
            "random_normal_c1");
  EXPECT_EQ(rejected("random_uniform", {}), "random_uniform_c2");
  EXPECT_EQ(rejected("random_normal", attrs({{"shape", Attribute::Ints{-1}}})), "random_normal_c2");
  EXPECT_EQ(rejected("random_normal_like", {}, &numbers), "random_normal_like_c1");
  EXPECT_EQ(rejected("bernoulli", {}, &numbers), "bernoulli_dtype");
  EXPECT_EQ(rejected("bernoulli", attrs({{"dtype", "string"}}), &vector), "bernoulli_c2");
  EXPECT_EQ(rejected("bernoulli", {}, &two), "bernoulli_c3");
  EXPECT_EQ(rejected("multinomial", {}, &vector), "multinomial_c1");
  EXPECT_EQ(rejected("multinomial", attrs({{"dtype", "f32"}}), &nothing), "multinomial_c2");
  EXPECT_EQ(rejected("multinomial", attrs({{"sample_size", -1}}), &nothing), "multinomial_c3");
  EXPECT_EQ(rejected("multinomial", {}, &nothing), "multinomial_c4");
}
