// Ops for signals: windows and mel bands, from their formulas.
#include "OpUnderTest.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace fixcon;

namespace {

void expectNear(const std::vector<double> &got, const std::vector<double> &want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(got[i], want[i], 1e-12) << "element " << i;
}

std::vector<double> window(const char *op, int64_t size, AttrDict a = {}) {
  OpUnderTest test(op, std::move(a));
  return test.operand(Tensor::scalar(size)).numbers();
}

std::string rejected(const char *op, AttrDict a, std::initializer_list<Tensor> operands) {
  OpUnderTest test(op, std::move(a));
  for (const Tensor &operand : operands)
    test.operand(operand);
  EXPECT_TRUE(test.run().empty());
  return test.message.substr(0, test.message.find(':'));
}

Tensor number(int64_t value) { return Tensor::scalar(value); }
Tensor hertz(double value) { return floats({}, {value}); }

} // namespace

TEST(Signal, Windows) {
  AttrDict symmetric = attrs({{"periodic", 0}});
  expectNear(window("hann_window", 4), {0, 0.5, 1, 0.5});
  expectNear(window("hann_window", 5, symmetric), {0, 0.5, 1, 0.5, 0});
  expectNear(window("hamming_window", 4), {4.0 / 46, 25.0 / 46, 1, 25.0 / 46});
  expectNear(window("blackman_window", 4), {0, 0.34, 1, 0.34});
  expectNear(window("hann_window", 3, attrs({{"periodic", 0}, {"output_datatype", 7}})), {0, 1, 0});
  expectNear(window("hann_window", 0), {});
}

TEST(Signal, WindowTypes) {
  OpUnderTest open("hann_window", attrs({{"output_datatype", 10}}));
  EXPECT_EQ(open.operand(Type::tensor(DType::I32, Shape{})).infer(), "f16[?]");
  EXPECT_EQ(rejected("hann_window", attrs({{"output_datatype", 8}}), {number(2)}),
            "hann_window_c1");
  EXPECT_EQ(rejected("hamming_window", {}, {ints({2, 2})}), "hamming_window_c2");
  EXPECT_EQ(rejected("hamming_window", {}, {hertz(2)}), "hamming_window_c2");
  EXPECT_EQ(rejected("blackman_window", {}, {number(-1)}), "blackman_window_c3");
}

// Two bands have their corners at 0, 1, 2, 3 quarters of the edge's mel. A DFT of length 12599 sampled
// at 12600 Hz has bins of 1 Hz, so that a corner's bin is its frequency rounded down.
TEST(Signal, MelWeights) {
  OpUnderTest test("mel_weight_matrix", attrs({{"output_datatype", 11}}));
  auto results = test.operand(number(2))
                     .operand(number(12599))
                     .operand(number(12600))
                     .operand(hertz(0))
                     .operand(hertz(6299))
                     .run();
  ASSERT_EQ(results.size(), 1u) << test.message;
  EXPECT_EQ(results[0].shape(), (Shape{6300, 2}));
  double top = 2595 * std::log10(1 + 6299.0 / 700);
  auto corner = [&](int i) { return std::floor(700 * (std::pow(10, top * i / 4 / 2595) - 1)); };
  auto at = [&](double bin, int band) { return results[0].toDouble(int64_t(bin) * 2 + band); };
  EXPECT_EQ(at(corner(0), 0), 0);
  EXPECT_EQ(at(corner(1), 0), 1);
  EXPECT_EQ(at(corner(1), 1), 0);
  EXPECT_EQ(at(corner(2), 0), 0);
  EXPECT_EQ(at(corner(2), 1), 1);
  EXPECT_NEAR(at(corner(1) + 1, 0), 1 - 1 / (corner(2) - corner(1)), 1e-12);
  EXPECT_NEAR(at(corner(1) - 1, 0), 1 - 1 / (corner(1) - corner(0)), 1e-12);
}

TEST(Signal, MelConstraints) {
  auto mel = [](Tensor bands, Tensor length, double low, double high, int type = 1) {
    return rejected("mel_weight_matrix", attrs({{"output_datatype", type}}),
                    {bands, length, number(8000), hertz(low), hertz(high)});
  };
  EXPECT_EQ(mel(number(2), number(16), 0, 4000, 99), "mel_weight_matrix_c1");
  EXPECT_EQ(mel(ints({2, 2}), number(16), 0, 4000), "mel_weight_matrix_c2");
  EXPECT_EQ(mel(number(2), number(0), 0, 4000), "mel_weight_matrix_c3");
  EXPECT_EQ(rejected("mel_weight_matrix", {},
                     {number(2), number(16), number(8000), number(0), hertz(4000)}),
            "mel_weight_matrix_c4");
  EXPECT_EQ(mel(number(2), number(16), -100, 4000), "mel_weight_matrix_c5");
  EXPECT_EQ(mel(number(2), number(16), 0, 1e9), "mel_weight_matrix_c5");
  EXPECT_EQ(mel(number(2), number(16), 4000, 100), "mel_weight_matrix_c5");
}
