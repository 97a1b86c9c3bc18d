// Resizing without antialiasing, in the arithmetic of tf.image.resize: positions and weights in
// f32, half-pixel centres. Each filter is a list of taps per output position and axis, so that one
// loop serves all; OpenCV differs in the cubic's constant (a = -3/4) and where its nearest samples.
#include "Resampling.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct Tap {
  int64_t position;
  float weight;
};
using Taps = std::vector<Tap>;
} // namespace

static Taps nearestTaps(int64_t out, int64_t size, float scale) {
  auto position = static_cast<int64_t>(std::floor((static_cast<float>(out) + 0.5f) * scale));
  return {{std::clamp<int64_t>(position, 0, size - 1), 1}};
}

/// Bilinear taps keep the fraction in the second weight: see blend().
static Taps linearTaps(int64_t out, int64_t size, float scale) {
  float at = (static_cast<float>(out) + 0.5f) * scale - 0.5f, below = std::floor(at);
  auto lower = std::max<int64_t>(static_cast<int64_t>(below), 0);
  auto upper = std::min(static_cast<int64_t>(std::ceil(at)), size - 1);
  return {{lower, 1 - (at - below)}, {std::max<int64_t>(upper, 0), at - below}};
}

static float keysCubic(float x) {
  constexpr float a = -0.5f;
  x = std::fabs(x);
  return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

static Taps cubicTaps(int64_t out, int64_t size, float scale) {
  // The original looks weights up in a table of 1024 phases.
  constexpr float phases = 1024;
  float at = (static_cast<float>(out) + 0.5f) * scale - 0.5f, below = std::floor(at);
  float fraction = std::nearbyint((at - below) * phases) / phases, sum = 0;
  Taps taps;
  for (int64_t i = -1; i <= 2; ++i) {
    int64_t position = static_cast<int64_t>(below) + i;
    if (position < 0 || position >= size)
      continue;
    taps.push_back({position, keysCubic(fraction - static_cast<float>(i))});
    sum += taps.back().weight;
  }
  for (Tap &tap : taps)
    tap.weight *= 1 / sum;
  return taps;
}

static Taps areaTaps(int64_t out, int64_t size, float scale) {
  float begin = static_cast<float>(out) * scale, end = static_cast<float>(out + 1) * scale;
  Taps taps;
  for (auto i = static_cast<int64_t>(std::floor(begin)); i < static_cast<int64_t>(std::ceil(end));
       ++i) {
    float covered =
        std::min(static_cast<float>(i + 1), end) - std::max(static_cast<float>(i), begin);
    taps.push_back({std::clamp<int64_t>(i, 0, size - 1), covered / scale});
  }
  return taps;
}

static std::vector<Taps> allTaps(int64_t inSize, int64_t outSize, Filter filter) {
  static constexpr Taps (*makers[])(int64_t, int64_t, float) = {nearestTaps, linearTaps, cubicTaps,
                                                                areaTaps};
  float scale = static_cast<float>(inSize) / static_cast<float>(outSize);
  std::vector<Taps> taps;
  for (int64_t out = 0; out < outSize; ++out)
    taps.push_back(makers[static_cast<size_t>(filter)](out, inSize, scale));
  return taps;
}

/// The weighted sum of values; two taps are blended as a + (b - a) * t, which is exact for a == b.
template <class At> static float blend(const Taps &taps, At at) {
  if (taps.size() == 2) {
    float a = at(taps[0].position), b = at(taps[1].position);
    return a + (b - a) * taps[1].weight;
  }
  float sum = 0;
  for (const Tap &tap : taps)
    sum += at(tap.position) * tap.weight;
  return sum;
}

FloatImage sampleAtCentres(const Image &image, int64_t height, int64_t width, Filter filter) {
  std::vector<Taps> rows = allTaps(image.height, height, filter);
  std::vector<Taps> columns = allTaps(image.width, width, filter);
  FloatImage out{height, width, {}};
  out.pixels.reserve(static_cast<size_t>(height * width * 3));
  for (const Taps &row : rows)
    for (const Taps &column : columns)
      for (int64_t c = 0; c < 3; ++c)
        out.pixels.push_back(blend(row, [&](int64_t y) {
          return blend(column, [&](int64_t x) {
            return float(image.pixels[static_cast<size_t>((y * image.width + x) * 3 + c)]);
          });
        }));
  return out;
}

Image roundedTo8Bits(const FloatImage &image) {
  Image out;
  out.height = image.height;
  out.width = image.width;
  for (float value : image.pixels)
    out.pixels.push_back(static_cast<uint8_t>(std::clamp(std::nearbyint(value), 0.f, 255.f)));
  return out;
}

} // namespace fixcon
