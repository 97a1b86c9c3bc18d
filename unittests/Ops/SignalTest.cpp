// Ops for signals: windows and mel bands, from their formulas.
#include "OpUnderTest.h"

#include <cmath>
#include <complex>
#include <gtest/gtest.h>
#include <numbers>

using namespace fixcon;

namespace {

std::vector<double> window(const char *op, int64_t size, AttrDict a = {}) {
  OpUnderTest test(op, std::move(a));
  return test.operand(Tensor::scalar(size)).numbers();
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
  expectNear(window("hann_window", 3, attrs({{"periodic", 0}, {"output_datatype", "i64"}})),
             {0, 1, 0});
  expectNear(window("hann_window", 0), {});
}

TEST(Signal, WindowTypes) {
  OpUnderTest open("hann_window", attrs({{"output_datatype", "f16"}}));
  EXPECT_EQ(open.operand(Type::tensor(DType::I32, Shape{})).infer(), "f16[?]");
  EXPECT_EQ(rejected("hann_window", attrs({{"output_datatype", "string"}}), {number(2)}),
            "hann_window_c1");
  EXPECT_EQ(rejected("hamming_window", {}, {ints({2, 2})}), "hamming_window_c2");
  EXPECT_EQ(rejected("hamming_window", {}, {hertz(2)}), "hamming_window_dtype");
  EXPECT_EQ(rejected("blackman_window", {}, {number(-1)}), "blackman_window_c3");
}

// Two bands have their corners at 0, 1, 2, 3 quarters of the edge's mel. A DFT of length 12599
// sampled at 12600 Hz has bins of 1 Hz, so that a corner's bin is its frequency rounded down.
TEST(Signal, MelWeights) {
  OpUnderTest test("mel_weight_matrix", attrs({{"output_datatype", "f64"}}));
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
  auto mel = [](Tensor bands, Tensor length, double low, double high, const char *type = "f32") {
    return rejected("mel_weight_matrix", attrs({{"output_datatype", type}}),
                    {bands, length, number(8000), hertz(low), hertz(high)});
  };
  EXPECT_EQ(mel(number(2), number(16), 0, 4000, "string"), "mel_weight_matrix_c1");
  EXPECT_EQ(mel(ints({2, 2}), number(16), 0, 4000), "mel_weight_matrix_c2");
  EXPECT_EQ(mel(number(2), number(0), 0, 4000), "mel_weight_matrix_c3");
  EXPECT_EQ(rejected("mel_weight_matrix", {},
                     {number(2), number(16), number(8000), number(0), hertz(4000)}),
            "mel_weight_matrix_c4");
  EXPECT_EQ(mel(number(2), number(16), -100, 4000), "mel_weight_matrix_c5");
  EXPECT_EQ(mel(number(2), number(16), 0, 1e9), "mel_weight_matrix_c5");
  EXPECT_EQ(mel(number(2), number(16), 4000, 100), "mel_weight_matrix_c5");
}

namespace {

/// The defining sum, with real and imaginary parts side by side.
std::vector<double> sums(const std::vector<double> &parts) {
  std::vector<double> result;
  auto count = parts.size() / 2;
  for (size_t k = 0; k < count; ++k) {
    std::complex<double> sum;
    for (size_t n = 0; n < count; ++n)
      sum += std::complex<double>(parts[2 * n], parts[2 * n + 1]) *
             std::polar(1.0, -2 * std::numbers::pi * double(k * n % count) / double(count));
    result.insert(result.end(), {sum.real(), sum.imag()});
  }
  return result;
}

std::vector<double> dft(const Tensor &x, AttrDict a = {}, Tensor length = Tensor()) {
  OpUnderTest test("dft", std::move(a));
  test.operand(x);
  if (length.size())
    test.operand(length);
  return test.numbers();
}

Tensor line(const std::vector<double> &values, int64_t parts) {
  return Tensor::of({1, static_cast<int64_t>(values.size()) / parts, parts}, values);
}

} // namespace

TEST(Signal, TransformsOfEveryLength) {
  for (size_t count : {1, 2, 3, 5, 8, 12, 31, 32, 100}) {
    std::vector<double> x;
    for (size_t i = 0; i < 2 * count; ++i)
      x.push_back(std::sin(double(i * i + 1)));
    auto spectrum = dft(line(x, 2));
    auto want = sums(x);
    ASSERT_EQ(spectrum.size(), want.size());
    for (size_t i = 0; i < want.size(); ++i)
      EXPECT_NEAR(spectrum[i], want[i], 1e-11) << count << ": " << i;
    auto back = dft(line(spectrum, 2), attrs({{"inverse", 1}}));
    ASSERT_EQ(back.size(), x.size());
    for (size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR(back[i], x[i], 1e-12) << count << ": " << i;
  }
}

TEST(Signal, OneSideOfASpectrum) {
  AttrDict half = attrs({{"onesided", 1}}), whole = attrs({{"onesided", 1}, {"inverse", 1}});
  // 1, 2, 3, 4: the sum 10, then -2 + 2i, then the alternating sum -2.
  expectNear(dft(line({1, 2, 3, 4}, 1), half), {10, 0, -2, 2, -2, 0});
  expectNear(dft(line({10, 0, -2, 2, -2, 0}, 2), whole), {1, 2, 3, 4});
  expectNear(dft(line({6, 0, -1.5, std::sqrt(3) / 2}, 2), whole, number(3)), {1, 2, 3});
  expectNear(dft(line({1, 2}, 1), {}, number(4)), {3, 0, 1, -2, -1, 0, 1, 2});
  expectNear(dft(line({1, 2, 7, 7}, 1), {}, number(2)), {3, 0, -1, 0});
}

TEST(Signal, TransformTypes) {
  Type signal = Type::tensor(DType::F32, Dims{Dim::symbol("N"), 6, 5, 1});
  EXPECT_EQ(OpUnderTest("dft").operand(signal).infer(), "f32[N,6,5,2]");
  OpUnderTest half("dft", attrs({{"onesided", 1}}));
  EXPECT_EQ(half.operand(signal).operand(Type::none()).operand(number(1)).infer(), "f32[N,4,5,2]");
  OpUnderTest open("dft");
  open.operand(signal).operand(number(4)).operand(Type::tensor(DType::I64, Shape{}));
  EXPECT_EQ(open.infer(), "f32[?,?,?,2]");
  OpUnderTest stft("stft");
  stft.operand(Type::tensor(DType::F32, Dims{Dim::symbol("N"), 128, 1})).operand(number(8));
  EXPECT_EQ(stft.operand(Type::tensor(DType::F32, Shape{16})).infer(), "f32[N,15,9,2]");
}

TEST(Signal, TransformConstraints) {
  Tensor x = line({1, 2, 3, 4}, 1);
  AttrDict half = attrs({{"onesided", 1}});
  EXPECT_EQ(rejected("dft", {}, {ints({1, 2})}), "dft_dtype");
  EXPECT_EQ(rejected("dft", {}, {x, ints({1, 2})}), "dft_c2");
  EXPECT_EQ(rejected("dft", {}, {x, number(0)}), "dft_c3");
  EXPECT_EQ(rejected("dft", attrs({{"onesided", 1}, {"inverse", 1}}), {line({1, 0}, 2)}), "dft_c3");
  EXPECT_EQ(rejected("dft", {}, {ramp({1, 4, 3})}), "dft_c4");
  EXPECT_EQ(rejected("dft", half, {ramp({1, 2, 2})}), "dft_c5");
  EXPECT_EQ(rejected("dft", {}, {x, number(4), hertz(1)}), "dft_dtype");
  EXPECT_EQ(rejected("dft", {}, {x, number(4), number(2)}), "dft_c7");
  EXPECT_EQ(rejected("dft", {}, {ramp({4})}), "dft_c7");
}

TEST(Signal, FramesAreWeightedAndTransformed) {
  OpUnderTest test("stft");
  Tensor signal = line({1, 2, 3, 4, 5}, 1);
  test.operand(signal).operand(number(2));
  expectNear(test.operand(floats({2}, {1, 0.5}).converted(signal.dtype())).numbers(),
             {2, 0, 0, 0, 5, 0, 1, 0});
  OpUnderTest whole("stft", attrs({{"onesided", 0}}));
  whole.operand(line({1, 2, 3, 4, 5}, 1)).operand(number(3)).operand(Type::none());
  expectNear(whole.operand(number(2)).numbers(), {3, 0, -1, 0, 9, 0, -1, 0});
}

TEST(Signal, FrameConstraints) {
  Tensor x = line({1, 2, 3, 4}, 1).converted(DType::F32), window = floats({2}, {1, 1});
  EXPECT_EQ(rejected("stft", {}, {ramp({4, 1}), number(1)}), "stft_c1");
  EXPECT_EQ(rejected("stft", {}, {ramp({1, 4, 3}), number(1)}), "stft_c2");
  EXPECT_EQ(rejected("stft", {}, {ramp({1, 4, 2}), number(1)}), "stft_c3");
  EXPECT_EQ(rejected("stft", {}, {x, number(1), ramp({1, 2})}), "stft_c4");
  EXPECT_EQ(rejected("stft", {}, {x, number(1), window, ints({1, 2})}), "stft_c5");
  EXPECT_EQ(rejected("stft", {}, {x, number(1), window, number(3)}), "stft_c6");
  EXPECT_EQ(rejected("stft", {}, {x, ints({1, 2}), window}), "stft_c7");
  EXPECT_EQ(rejected("stft", {}, {x, number(0), window}), "stft_c8");
  EXPECT_EQ(rejected("stft", {}, {x, number(1), ramp({5})}), "stft_c9");
}
