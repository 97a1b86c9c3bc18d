// Each order of the pixels is tried with the best of the six orders of channels and a straight line for each
// channel, fitted by least squares. The right one leaves rounding; a wrong one most of the deviation, and other
// pixels of the same picture, as another way of resizing makes them, something between.
#include "ArrayDifference.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace fixcon {
namespace {

constexpr size_t channels = 3;

using Order = ArrayDifference::Order;

/// A tensor of one picture, whose elements are taken as lying [C, H, W], or [H, W, C].
struct View {
  const Tensor *tensor;
  bool channelsLast;
  int64_t height, width;

  double at(size_t channel, int64_t y, int64_t x) const {
    auto c = static_cast<int64_t>(channel), pixel = y * width + x;
    return tensor->toDouble(channelsLast ? pixel * static_cast<int64_t>(channels) + c
                                         : c * height * width + pixel);
  }
  double at(size_t channel, int64_t y, int64_t x, Order order) const {
    switch (order) {
    case Order::Kept:
      return at(channel, y, x);
    case Order::TransposedHW:
      return at(channel, x, y);
    case Order::MirroredLeftRight:
      return at(channel, y, width - 1 - x);
    case Order::MirroredUpDown:
      return at(channel, height - 1 - y, x);
    }
    return 0;
  }
  /// Calls `f(y, x)` for at most about 20,000 pixels, evenly spread.
  template <class F> void forPixels(F f) const {
    int64_t step = std::max<int64_t>(1, height * width / 20'000) | 1;
    for (int64_t i = 0; i < height * width; i += step)
      f(i / width, i % width);
  }
  bool isGrey() const {
    bool grey = true;
    forPixels([&](int64_t y, int64_t x) {
      grey &= at(0, y, x) == at(1, y, x) && at(1, y, x) == at(2, y, x);
    });
    return grey;
  }
};

/// Sums over all pixels, for every pair of channels, of what lies above the first pixel.
struct Moments {
  double count = 0;
  std::array<double, channels> right{}, fed{}, rightSquare{}, fedSquare{};
  std::array<std::array<double, channels>, channels> product{}; ///< [fed][right]
  std::array<double, channels> rightZero{}, fedZero{};

  void add(const View &r, const View &f, Order order) {
    f.forPixels([&](int64_t y, int64_t x) {
      std::array<double, channels> a, b;
      for (size_t c = 0; c < channels; ++c) {
        a[c] = r.at(c, y, x, order);
        b[c] = f.at(c, y, x);
        if (count == 0)
          rightZero[c] = a[c], fedZero[c] = b[c];
        a[c] -= rightZero[c];
        b[c] -= fedZero[c];
      }
      ++count;
      for (size_t c = 0; c < channels; ++c) {
        right[c] += a[c];
        rightSquare[c] += a[c] * a[c];
        fed[c] += b[c];
        fedSquare[c] += b[c] * b[c];
        for (size_t d = 0; d < channels; ++d)
          product[c][d] += b[c] * a[d];
      }
    });
  }
  double rightVariance(size_t c) const { return rightSquare[c] - right[c] * right[c] / count; }
  double fedVariance(size_t c) const { return fedSquare[c] - fed[c] * fed[c] / count; }
  double covariance(size_t f, size_t r) const { return product[f][r] - fed[f] * right[r] / count; }

  /// Of the channels of what is fed; negative by rounding where nothing is left.
  double rest(const std::array<size_t, channels> &from) const {
    double left = 0, all = 0;
    for (size_t c = 0; c < channels; ++c) {
      double variance = rightVariance(from[c]), shared = covariance(c, from[c]);
      left += fedVariance(c) - (variance > 0 ? shared * shared / variance : 0);
      all += fedVariance(c);
    }
    return all > 0 ? std::sqrt(std::max(0.0, left / all)) : 1;
  }
};

ChannelMap bestMap(const Moments &m) {
  ChannelMap best{{0, 1, 2}, {}, {}, m.rest({0, 1, 2})};
  std::array<size_t, channels> from{0, 1, 2};
  constexpr double tie = 1e-6;
  while (std::next_permutation(from.begin(), from.end()))
    if (double rest = m.rest(from); rest < best.rest - tie) {
      best.from = from;
      best.rest = rest;
    }
  for (size_t c = 0; c < channels; ++c) {
    size_t r = best.from[c];
    double variance = m.rightVariance(r);
    best.factor[c] = variance > 0 ? m.covariance(c, r) / variance : 0;
    best.offset[c] = (m.fed[c] - best.factor[c] * m.right[r]) / m.count + m.fedZero[c] -
                     best.factor[c] * m.rightZero[r];
  }
  return best;
}

/// What 8 bits leave over, or f32 arithmetic.
double toleranceOf(std::span<const Tensor> right, std::span<const Tensor> fed) {
  auto isCoarse = [](const Tensor &t) { return byteSize(t.dtype()) < byteSize(DType::F32); };
  return std::ranges::any_of(right, isCoarse) || std::ranges::any_of(fed, isCoarse) ? 0.02 : 1e-4;
}

} // namespace

std::optional<ArrayDifference> compareArrays(std::span<const Tensor> right,
                                             std::span<const Tensor> fed, size_t channelAxis) {
  bool isLast = channelAxis == 3;
  auto viewOf = [&](const Tensor &t, bool last) {
    return View{&t, last, t.shape()[isLast ? 1 : 2], t.shape()[isLast ? 2 : 3]};
  };
  bool isSquare = true, isGrey = true;
  for (size_t k = 0; k < right.size(); ++k) {
    const Shape &shape = right[k].shape();
    if (shape.size() != 4 || shape[0] != 1 || fed[k].shape() != shape ||
        shape[channelAxis] != static_cast<int64_t>(channels))
      return std::nullopt;
    View view = viewOf(right[k], isLast);
    isSquare &= view.height == view.width;
    isGrey &= view.isGrey();
  }
  if (isGrey)
    return std::nullopt;
  std::optional<ArrayDifference> best;
  for (bool reshaped : {false, true})
    for (Order order :
         {Order::Kept, Order::TransposedHW, Order::MirroredLeftRight, Order::MirroredUpDown}) {
      if (order == Order::TransposedHW && !isSquare)
        continue;
      Moments moments;
      for (size_t k = 0; k < right.size(); ++k)
        moments.add(viewOf(right[k], isLast), viewOf(fed[k], isLast != reshaped), order);
      ArrayDifference found{order, reshaped, bestMap(moments), toleranceOf(right, fed)};
      constexpr double tie = 1e-6;
      if (!best || found.map.rest < best->map.rest - tie)
        best = found;
    }
  return best;
}

/// Beyond it, two arrays need not be of the same pictures: a wrong order of axes leaves 0.45 and more.
static constexpr double stillAlike = 0.45;

std::vector<std::string> ArrayDifference::fields() const {
  std::vector<std::string> fields;
  if (!(map.rest < stillAlike))
    return fields;
  bool isRounding = map.rest <= tolerance;
  for (size_t c = 0; c < channels && isRounding && fields.empty(); ++c)
    if (std::fabs(map.factor[c] - 1) > 1e-4 + tolerance ||
        std::fabs(map.offset[c]) > 1e-4 + tolerance * std::fabs(map.factor[c]))
      fields.push_back("normalization");
  if (map.from != std::array<size_t, channels>{0, 1, 2})
    fields.push_back("channels");
  if (reshaped)
    fields.push_back("layout");
  if (order == Order::TransposedHW)
    fields.push_back("transpose_hw");
  if (!isRounding)
    fields.push_back("resize");
  return fields;
}

std::string ArrayDifference::str() const {
  static constexpr const char *words[] = {"", "height and width exchanged",
                                          "left and right exchanged", "top and bottom exchanged"};
  std::string text;
  if (!(map.rest < stillAlike))
    return text;
  auto add = [&](const std::string &part) { text += (text.empty() ? "" : "; ") + part; };
  char numbers[200];
  if (map.from != std::array<size_t, channels>{0, 1, 2})
    add("channels in the order " + std::to_string(map.from[0]) + ", " +
        std::to_string(map.from[1]) + ", " + std::to_string(map.from[2]));
  for (const std::string &field : fields())
    if (field == "normalization") {
      std::snprintf(numbers, sizeof numbers,
                    "values times (%.6g, %.6g, %.6g) plus (%.6g, %.6g, %.6g)", map.factor[0],
                    map.factor[1], map.factor[2], map.offset[0], map.offset[1], map.offset[2]);
      add(numbers);
    }
  if (reshaped)
    add("elements in the order of the other layout");
  if (order != Order::Kept)
    add(words[static_cast<size_t>(order)]);
  if (!(map.rest <= tolerance))
    add("pixels as of another way of resizing or cropping");
  return text;
}

} // namespace fixcon
