// Values of elementwise ops, from their definitions.
#include "OpUnderTest.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace fixcon;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double quietNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> apply(const std::string &op, const std::vector<double> &x, AttrDict a = {}) {
  OpUnderTest test(op, std::move(a));
  return test.operand(Tensor::of({static_cast<int64_t>(x.size())}, x)).numbers();
}

template <class T>
std::vector<double> onIntegers(const std::string &op, std::vector<T> a, std::vector<T> b,
                               AttrDict at = {}) {
  OpUnderTest test(op, std::move(at));
  Shape shape{static_cast<int64_t>(a.size())};
  return test.operand(Tensor::of(shape, a)).operand(Tensor::of(shape, b)).numbers();
}

} // namespace

TEST(Elementwise, Activations) {
  double e = std::exp(-1.0);
  expectNear(apply("leaky_relu", {-2, 3}), {-0.02, 3});
  expectNear(apply("elu", {-1, 2}, attrs({{"alpha", 2.0}})), {2 * (e - 1), 2});
  expectNear(
      apply("selu", {-1, 1}),
      {1.05070102214813232421875 * 1.67326319217681884765625 * (e - 1), 1.05070102214813232421875});
  expectNear(apply("celu", {-2, 1}, attrs({{"alpha", 2.0}})), {2 * (e - 1), 1});
  expectNear(apply("hard_sigmoid", {-10, 0.5, 10}), {0, 0.6, 1});
  expectNear(apply("hard_swish", {-4, 1, 4}), {0, 1.0 * (1.0 / 6 + 0.5), 4});
  expectNear(apply("thresholded_relu", {0.5, 1, 1.5}), {0, 0, 1.5});
  expectNear(apply("shrink", {-2, 0.2, 2}, attrs({{"bias", 1.5}, {"lambd", 1.0}})), {-0.5, 0, 0.5});
  expectNear(apply("softsign", {-3, 1}), {-0.75, 0.5});
}

TEST(Elementwise, ExponentialsDoNotOverflow) {
  expectNear(apply("sigmoid", {-1000, 0, 1000}), {0, 0.5, 1});
  expectNear(apply("softplus", {-1000, 0, 1000}), {0, std::log(2.0), 1000});
  expectNear(apply("mish", {-1000, 1, 1000}), {0, std::tanh(std::log1p(std::exp(1.0))), 1000});
}

TEST(Elementwise, GeluInBothSpellings) {
  double x = -0.7;
  expectNear(apply("gelu", {x}), {0.5 * x * (1 + std::erf(x / std::sqrt(2.0)))});
  double inner = std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
  expectNear(apply("gelu", {x}, attrs({{"approximate", "tanh"}})),
             {0.5 * x * (1 + std::tanh(inner))});
  OpUnderTest wrong("gelu", attrs({{"approximate", "fast"}}));
  EXPECT_EQ(wrong.operand(ramp({1})).infer(), "[gelu_c5] approximate is 'fast'");
}

TEST(Elementwise, ClipLetsTheUpperBoundWin) {
  OpUnderTest crossed("clip"), upper("clip"), wrong("clip");
  Tensor x = floats({3}, {-1, 2, 5});
  EXPECT_EQ(crossed.operand(x).operand(floats({}, {4})).operand(floats({}, {1})).numbers(),
            (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(upper.operand(x).operand(Type::none()).operand(floats({1}, {3})).numbers(),
            (std::vector<double>{-1, 2, 3}));
  EXPECT_EQ(wrong.operand(x).operand(floats({2}, {0, 1})).infer(),
            "[clip_c4] bound 1 is no scalar: f32[2]");
}

TEST(Elementwise, NaNGoesThrough) {
  for (const char *op : {"relu", "abs", "sign", "floor", "exp", "hard_swish", "softplus"})
    EXPECT_TRUE(std::isnan(apply(op, {quietNaN})[0])) << op;
  OpUnderTest max("max");
  max.operand(Tensor::of<double>({2}, {quietNaN, 1}))
      .operand(Tensor::of<double>({2}, {0, quietNaN}));
  for (double v : max.numbers())
    EXPECT_TRUE(std::isnan(v));
}

TEST(Elementwise, NotANumberAndInfinity) {
  EXPECT_EQ(apply("is_nan", {quietNaN, inf, 0}), (std::vector<double>{1, 0, 0}));
  EXPECT_EQ(apply("is_inf", {inf, -inf, quietNaN}), (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(apply("is_inf", {inf, -inf}, attrs({{"detect_negative", 0}})),
            (std::vector<double>{1, 0}));
  EXPECT_EQ(apply("is_inf", {inf, -inf}, attrs({{"detect_negative", 0}, {"detect_positive", 0}})),
            (std::vector<double>{0, 0}));
}

TEST(Elementwise, IntegersTruncateAndWrapInTheirOwnWidth) {
  EXPECT_EQ(onIntegers<int32_t>("div", {7, -7, 7}, {2, 2, -2}), (std::vector<double>{3, -3, -3}));
  EXPECT_EQ(onIntegers<int8_t>("add", {127, -128}, {1, -1}), (std::vector<double>{-128, 127}));
  EXPECT_EQ(onIntegers<uint8_t>("sub", {0}, {1}), (std::vector<double>{255}));
  EXPECT_EQ(onIntegers<int8_t>("div", {-128}, {-1}), (std::vector<double>{-128}));
  EXPECT_EQ(onIntegers<int64_t>("mod", {-7, 7}, {3, -3}), (std::vector<double>{2, -2}));
  EXPECT_EQ(onIntegers<int64_t>("mod", {-7, 7}, {3, -3}, attrs({{"fmod", 1}})),
            (std::vector<double>{-1, 1}));
  EXPECT_EQ(onIntegers<uint8_t>("bit_shift", {16, 129}, {1, 1}, attrs({{"direction", "LEFT"}})),
            (std::vector<double>{32, 2}));
  EXPECT_EQ(onIntegers<uint64_t>("less", {UINT64_MAX}, {1}), (std::vector<double>{0}));
}

TEST(Elementwise, PowHasTheDTypeOfItsBase) {
  OpUnderTest integer("pow"), real("pow");
  integer.operand(ints({2, 3})).operand(floats({2}, {0.5, 2}));
  EXPECT_EQ(integer.infer(), "i64[2]");
  EXPECT_EQ(integer.numbers(), (std::vector<double>{1, 9}));
  real.operand(floats({2}, {2, -2})).operand(ints({-1, 3}));
  EXPECT_EQ(real.numbers(), (std::vector<double>{0.5, -8}));
}

TEST(Elementwise, SumsOfManyOperands) {
  OpUnderTest sum("sum"), mean("mean");
  for (int i = 0; i < 100; ++i) {
    sum.operand(floats({1}, {1.0 * i}));
    mean.operand(floats({1}, {1.0 * i}));
  }
  EXPECT_EQ(sum.numbers(), std::vector<double>{4950});
  EXPECT_EQ(mean.numbers(), std::vector<double>{49.5});
}

TEST(Elementwise, PReluSlopeDoesNotGrowTheResult) {
  OpUnderTest fits("prelu"), grows("prelu");
  EXPECT_EQ(
      fits.operand(floats({2, 2}, {-1, -2, 3, -4})).operand(floats({2, 1}, {0.5, 0.25})).numbers(),
      (std::vector<double>{-0.5, -1, 3, -1}));
  EXPECT_EQ(grows.operand(ramp({2})).operand(ramp({3, 2})).infer(),
            "[prelu_c4] slope f32[3,2] is larger than f32[2]");
}

TEST(Elementwise, WhereAndLogic) {
  Tensor condition = Tensor::of<bool>({2, 1}, {true, false});
  OpUnderTest where("where"), strings("where"), wrong("where");
  EXPECT_EQ(where.operand(condition).operand(ramp({2})).operand(floats({}, {9})).numbers(),
            (std::vector<double>{0, 1, 9, 9}));
  strings.operand(condition).operand(Tensor::strings({2}, {"a", "b"}));
  auto moved = strings.operand(Tensor::strings({1}, {"z"})).run();
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(moved[0].strings()[1], "b");
  EXPECT_EQ(moved[0].strings()[2], "z");
  EXPECT_EQ(wrong.operand(ints({1})).operand(ints({1})).operand(ints({1})).infer(),
            "[where_dtype] operand 0 is i64, expected bool");
  OpUnderTest exor("xor");
  Tensor a = Tensor::of<bool>({2}, {true, true}), b = Tensor::of<bool>({2}, {true, false});
  EXPECT_EQ(exor.operand(a).operand(b).numbers(), (std::vector<double>{0, 1}));
}

TEST(Elementwise, ScaledTanhScalesArgumentAndResult) {
  OpUnderTest op("scaled_tanh", attrs({{"alpha", 2.0}, {"beta", 0.5}}));
  expectNear(op.operand(Tensor::of<double>({3}, {-1, 0, 2})).numbers(),
             {2 * std::tanh(-0.5), 0, 2 * std::tanh(1.0)});
}

TEST(Elementwise, CastTruncatesWrapsAndReadsText) {
  OpUnderTest toByte("cast", attrs({{"to", "u8"}})), toBool("cast", attrs({{"to", "bool"}}));
  EXPECT_EQ(toByte.operand(ints({255, 256, -1})).numbers(), (std::vector<double>{255, 0, 255}));
  EXPECT_EQ(toBool.operand(floats({3}, {0, 0.5, -1})).numbers(), (std::vector<double>{0, 1, 1}));
  OpUnderTest toInt("cast", attrs({{"to", "i64"}}));
  EXPECT_EQ(toInt.operand(floats({2}, {-1.9, 1.9})).numbers(), (std::vector<double>{-1, 1}));
  OpUnderTest parse("cast", attrs({{"to", "f32"}})), print("cast", attrs({{"to", "string"}}));
  EXPECT_EQ(parse.operand(Tensor::strings({3}, {"0.5", "-1e3", "INF"})).numbers(),
            (std::vector<double>{0.5, -1000, inf}));
  auto text = print.operand(floats({2}, {0.1, 1e20})).run();
  ASSERT_EQ(text.size(), 1u);
  EXPECT_EQ(text[0].strings()[0], "0.1");
  EXPECT_EQ(text[0].strings()[1], "1e+20");
  OpUnderTest word("cast", attrs({{"to", "f32"}}));
  EXPECT_TRUE(word.operand(Tensor::strings({1}, {"pig"})).run().empty());
  EXPECT_EQ(word.message, "[cast_run] 'pig' is not a number");
  OpUnderTest nothing("cast");
  EXPECT_EQ(nothing.operand(ramp({1})).infer(), "[cast_c3] attribute 'to' is missing");
  OpUnderTest unknown("cast", attrs({{"to", "f31"}}));
  EXPECT_EQ(unknown.operand(ramp({1})).infer(),
            "[cast_form] attribute 'to' is \"f31\", which is no element type");
}

TEST(Elementwise, CastToEightBitFloatsOverflowsUnlessItSaturates) {
  OpUnderTest saturates("cast", attrs({{"to", "f8e4m3fn"}}));
  OpUnderTest overflows("cast", attrs({{"to", "f8e4m3fn"}, {"saturate", 0}}));
  Tensor x = floats({3}, {448, 463, 500});
  EXPECT_EQ(saturates.operand(x).numbers(), (std::vector<double>{448, 463, 500}));
  auto got = overflows.operand(x).numbers();
  EXPECT_EQ(got[1], 463);
  EXPECT_TRUE(std::isnan(got[2]));
}

TEST(Elementwise, DropoutPassesDataInInference) {
  OpUnderTest dropout("dropout", {}, 2);
  auto results = dropout.operand(ramp({3})).operand(floats({}, {0.9})).run();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].toDoubles(), (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(results[1].toInts(), (std::vector<int64_t>{1, 1, 1}));
}

TEST(Elementwise, FormulasRefuseWhatTheyCannotCompute) {
  OpUnderTest complex("add"), exp("exp");
  Tensor c = Tensor::of<std::complex<float>>({1}, {{1, 2}});
  EXPECT_TRUE(complex.operand(c).operand(c).run().empty());
  EXPECT_EQ(complex.message,
            "[add_dtype] operand 0 is c64, expected float, signed, unsigned, bool");
  EXPECT_EQ(exp.operand(ints({1})).infer(), "[exp_dtype] operand 0 is i64, expected float");
}
