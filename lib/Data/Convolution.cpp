// Pillow's resize of 8-bit pictures. A pass convolves rows with a filter that is widened by the
// factor of shrinking; weights are computed in double, normalised, and rounded to 22 fractional
// bits; each pass rounds its sums back to 8 bits. Horizontal first, then vertical, and a pass whose
// size stays is left out. Nearest is an affine walk that accumulates its step.
#include "fixcon/Data/Image.h"

#include "Decoders.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fixcon {

static constexpr int fractionBits = 32 - 8 - 2;

static double boxFilter(double x) { return x > -0.5 && x <= 0.5 ? 1 : 0; }

static double triangleFilter(double x) {
  x = std::fabs(x);
  return x < 1 ? 1 - x : 0;
}

/// Keys' cubic convolution with a = -1/2; the order of operations decides about the last bit.
static double cubicFilter(double x) {
  constexpr double a = -0.5;
  x = std::fabs(x);
  if (x < 1)
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2)
    return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

static double sinc(double x) {
  if (x == 0)
    return 1;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

/// A sinc that is windowed by its first lobe, stretched to three.
static double lanczosFilter(double x) { return -3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0; }

/// A sinc under Hamming's window, whose two constants are floats in Pillow.
static double hammingFilter(double x) {
  x = std::fabs(x);
  if (x == 0)
    return 1;
  if (x >= 1)
    return 0;
  x *= std::numbers::pi;
  return std::sin(x) / x * (0.54f + 0.46f * std::cos(x));
}

namespace {
struct Kernel {
  double (*at)(double);
  double support;
};

/// The fixed-point weights of one output position, for input positions from `first` on.
struct Taps {
  int64_t first = 0;
  std::vector<int32_t> weights;
};
} // namespace

static Kernel kernelOf(Filter filter) {
  switch (filter) {
  case Filter::Bilinear:
    return {triangleFilter, 1};
  case Filter::Bicubic:
    return {cubicFilter, 2};
  case Filter::Lanczos:
    return {lanczosFilter, 3};
  case Filter::Hamming:
    return {hammingFilter, 1};
  default:
    return {boxFilter, 0.5};
  }
}

static int32_t toFixedPoint(double weight) {
  double scaled = weight * (1 << fractionBits);
  return static_cast<int32_t>(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

static Taps tapsAt(int64_t out, int64_t inSize, double scale, const Kernel &kernel) {
  double widening = std::max(scale, 1.0), support = kernel.support * widening;
  double centre = (static_cast<double>(out) + 0.5) * scale, narrowing = 1 / widening;
  Taps taps;
  taps.first = std::max<int64_t>(static_cast<int64_t>(centre - support + 0.5), 0);
  int64_t last = std::min(static_cast<int64_t>(centre + support + 0.5), inSize);
  std::vector<double> weights;
  double sum = 0;
  for (int64_t i = taps.first; i < last; ++i) {
    weights.push_back(kernel.at((static_cast<double>(i) - centre + 0.5) * narrowing));
    sum += weights.back();
  }
  for (double w : weights)
    taps.weights.push_back(toFixedPoint(sum != 0 ? w / sum : w));
  return taps;
}

static std::vector<Taps> allTaps(int64_t inSize, int64_t outSize, Filter filter) {
  double scale = static_cast<double>(inSize) / static_cast<double>(outSize);
  std::vector<Taps> taps;
  for (int64_t out = 0; out < outSize; ++out)
    taps.push_back(tapsAt(out, inSize, scale, kernelOf(filter)));
  return taps;
}

static uint8_t roundSum(int32_t sum) {
  return static_cast<uint8_t>(std::clamp(sum >> fractionBits, 0, 255));
}

/// One output pixel: the weighted sum of pixels `step` bytes apart.
static void convolve(const Taps &taps, const uint8_t *in, size_t step, uint8_t *out) {
  int32_t sum[3];
  std::fill(sum, sum + 3, 1 << (fractionBits - 1));
  in += static_cast<size_t>(taps.first) * step;
  for (int32_t weight : taps.weights) {
    for (int c = 0; c < 3; ++c)
      sum[c] += in[c] * weight;
    in += step;
  }
  for (int c = 0; c < 3; ++c)
    out[c] = roundSum(sum[c]);
}

static Image horizontalPass(const Image &in, int64_t width, Filter filter) {
  Image out = blankImage(in.height, width);
  std::vector<Taps> taps = allTaps(in.width, width, filter);
  uint8_t *at = out.pixels.data();
  for (int64_t y = 0; y < out.height; ++y)
    for (int64_t x = 0; x < width; ++x, at += 3)
      convolve(taps[static_cast<size_t>(x)], &in.pixels[static_cast<size_t>(y * in.width) * 3], 3,
               at);
  return out;
}

static Image verticalPass(const Image &in, int64_t height, Filter filter) {
  Image out = blankImage(height, in.width);
  std::vector<Taps> taps = allTaps(in.height, height, filter);
  auto step = static_cast<size_t>(in.width) * 3;
  uint8_t *at = out.pixels.data();
  for (int64_t y = 0; y < height; ++y)
    for (int64_t x = 0; x < in.width; ++x, at += 3)
      convolve(taps[static_cast<size_t>(y)], &in.pixels[static_cast<size_t>(x) * 3], step, at);
  return out;
}

/// Input positions of the output positions; -1 where the accumulated walk leaves the picture.
static std::vector<int64_t> nearestPositions(int64_t inSize, int64_t outSize) {
  double step = static_cast<double>(inSize) / static_cast<double>(outSize), at = step * 0.5;
  std::vector<int64_t> positions;
  for (int64_t i = 0; i < outSize; ++i, at += step)
    positions.push_back(at < static_cast<double>(inSize) ? static_cast<int64_t>(at) : -1);
  return positions;
}

static Image nearest(const Image &in, int64_t height, int64_t width) {
  Image out = blankImage(height, width);
  std::vector<int64_t> rows = nearestPositions(in.height, height);
  std::vector<int64_t> columns = nearestPositions(in.width, width);
  uint8_t *at = out.pixels.data();
  for (int64_t row : rows)
    for (int64_t column : columns) {
      if (row >= 0 && column >= 0)
        std::copy_n(&in.pixels[static_cast<size_t>(row * in.width + column) * 3], 3, at);
      at += 3;
    }
  return out;
}

Image resizeAntialiased(const Image &image, int64_t height, int64_t width, Filter filter) {
  if (height == image.height && width == image.width)
    return image;
  if (filter == Filter::Nearest)
    return nearest(image, height, width);
  if (width == image.width)
    return verticalPass(image, height, filter);
  Image wide = horizontalPass(image, width, filter);
  return height == image.height ? wide : verticalPass(wide, height, filter);
}

} // namespace fixcon
