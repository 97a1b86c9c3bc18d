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

/// Channel by channel, row by row.
struct Planes {
  int64_t height = 0, width = 0;
  std::vector<double> values;
};

/// Takes the elements as lying [C, H, W], or [H, W, C].
Planes planesOf(const Tensor &tensor, bool channelsLast, int64_t height, int64_t width) {
  Planes planes{height, width, std::vector<double>(static_cast<size_t>(tensor.size()))};
  int64_t area = height * width, count = static_cast<int64_t>(channels);
  for (int64_t c = 0; c < count; ++c)
    for (int64_t i = 0; i < area; ++i)
      planes.values[static_cast<size_t>(c * area + i)] =
          tensor.toDouble(channelsLast ? i * count + c : c * area + i);
  return planes;
}

using Order = ArrayDifference::Order;

Planes reordered(const Planes &in, Order order) {
  Planes out = in;
  int64_t area = in.height * in.width;
  for (int64_t i = 0; i < static_cast<int64_t>(in.values.size()); ++i) {
    int64_t row = i % area / in.width, column = i % in.width;
    int64_t from = i;
    if (order == Order::TransposedHW)
      from = i - i % area + column * in.width + row;
    else if (order == Order::MirroredLeftRight)
      from = i - column + (in.width - 1 - column);
    else if (order == Order::MirroredUpDown)
      from = i - i % area + (in.height - 1 - row) * in.width + column;
    out.values[static_cast<size_t>(i)] = in.values[static_cast<size_t>(from)];
  }
  return out;
}

/// Sums over all pixels, for every pair of channels.
struct Moments {
  double count = 0;
  std::array<double, channels> right{}, fed{}, rightSquare{}, fedSquare{};
  std::array<std::array<double, channels>, channels> product{}; ///< [fed][right]

  void add(const Planes &r, const Planes &f) {
    size_t area = static_cast<size_t>(r.height * r.width);
    count += static_cast<double>(area);
    for (size_t c = 0; c < channels; ++c)
      for (size_t i = 0; i < area; ++i) {
        double a = r.values[c * area + i], b = f.values[c * area + i];
        right[c] += a;
        rightSquare[c] += a * a;
        fed[c] += b;
        fedSquare[c] += b * b;
        for (size_t d = 0; d < channels; ++d)
          product[c][d] += b * r.values[d * area + i];
      }
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
    best.offset[c] = (m.fed[c] - best.factor[c] * m.right[r]) / m.count;
  }
  return best;
}

bool isGrey(const Planes &planes) {
  size_t area = planes.values.size() / channels;
  return std::equal(planes.values.begin(), planes.values.begin() + static_cast<ptrdiff_t>(area),
                    planes.values.begin() + static_cast<ptrdiff_t>(area));
}

/// What 8 bits leave over, or f32 arithmetic.
double toleranceOf(std::span<const Tensor> right, std::span<const Tensor> fed) {
  auto isCoarse = [](const Tensor &t) { return byteSize(t.dtype()) < byteSize(DType::F32); };
  return std::ranges::any_of(right, isCoarse) || std::ranges::any_of(fed, isCoarse) ? 0.02 : 1e-4;
}

} // namespace

std::optional<ArrayDifference> compareArrays(std::span<const Tensor> right,
                                             std::span<const Tensor> fed, size_t channelAxis) {
  std::vector<Planes> wanted;
  bool isLast = channelAxis == 3;
  for (size_t k = 0; k < right.size(); ++k) {
    const Shape &shape = right[k].shape();
    if (shape.size() != 4 || shape[0] != 1 || fed[k].shape() != shape ||
        shape[channelAxis] != static_cast<int64_t>(channels))
      return std::nullopt;
    wanted.push_back(planesOf(right[k], isLast, shape[isLast ? 1 : 2], shape[isLast ? 2 : 3]));
  }
  if (std::ranges::all_of(wanted, isGrey))
    return std::nullopt;
  std::optional<ArrayDifference> best;
  for (bool reshaped : {false, true})
    for (Order order :
         {Order::Kept, Order::TransposedHW, Order::MirroredLeftRight, Order::MirroredUpDown}) {
      Moments moments;
      bool fits = true;
      for (size_t k = 0; fits && k < right.size(); ++k) {
        const Planes &w = wanted[k];
        fits = order != Order::TransposedHW || w.height == w.width;
        if (fits)
          moments.add(reordered(w, order), planesOf(fed[k], isLast != reshaped, w.height, w.width));
      }
      if (!fits)
        continue;
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
