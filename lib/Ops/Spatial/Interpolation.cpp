// Coordinates and weights of a resize. Weights are a kernel of the distance between the element and
// the position, which antialiasing stretches by the factor of a reduction:
//   linear: 1 - |d|        cubic (Keys 1981, a): piecewise cubic of support 2
#include "Interpolation.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace fixcon {

// Positions are computed in T: where the nearest element is taken, half a rounding decides which
// one, and runtimes compute in f32 (10 of 17 output rows at scale 1.7f is row 10 there, row 9 in
// f64).
namespace {
struct Origin {
  double (*exact)(const AxisResize &, double position);
  float (*single)(const AxisResize &, float position);
};
} // namespace

template <class T> static T halfPixel(const AxisResize &axis, T position) {
  return (position + T(0.5)) / static_cast<T>(axis.scale) - T(0.5);
}

template <class T> static T halfPixelSymmetric(const AxisResize &axis, T position) {
  T adjustment = static_cast<T>(axis.output) / static_cast<T>(axis.length);
  T offset = static_cast<T>(axis.input) / 2 * (1 - adjustment);
  return offset + halfPixel(axis, position);
}

template <class T> static T pytorchHalfPixel(const AxisResize &axis, T position) {
  return axis.output == 1 ? T(0) : halfPixel(axis, position);
}

/// Of opset 11 alone.
template <class T> static T halfPixelNearest(const AxisResize &axis, T position) {
  return (position + T(0.5)) / static_cast<T>(axis.scale);
}

template <class T> static T alignCorners(const AxisResize &axis, T position) {
  return axis.output == 1
             ? T(0)
             : position * static_cast<T>(axis.input - 1) / static_cast<T>(axis.output - 1);
}

template <class T> static T asymmetric(const AxisResize &axis, T position) {
  return position / static_cast<T>(axis.scale);
}

template <class T> static T cropAndResize(const AxisResize &axis, T position) {
  auto last = static_cast<T>(axis.input - 1);
  auto start = static_cast<T>(axis.roiStart);
  T span = (static_cast<T>(axis.roiEnd) - start) * last;
  return start * last +
         (axis.output == 1 ? span / 2 : position * span / static_cast<T>(axis.output - 1));
}

static const std::unordered_map<std::string, Origin> &origins() {
  static const std::unordered_map<std::string, Origin> modes = {
      {"half_pixel", {halfPixel, halfPixel}},
      {"half_pixel_symmetric", {halfPixelSymmetric, halfPixelSymmetric}},
      {"pytorch_half_pixel", {pytorchHalfPixel, pytorchHalfPixel}},
      {"align_corners", {alignCorners, alignCorners}},
      {"asymmetric", {asymmetric, asymmetric}},
      {"tf_half_pixel_for_nn", {halfPixelNearest, halfPixelNearest}},
      {"tf_crop_and_resize", {cropAndResize, cropAndResize}}};
  return modes;
}

bool isCoordinateMode(const std::string &mode) { return origins().contains(mode); }

static double originOf(const AxisResize &axis, const ResizeMethod &method, int64_t position) {
  const Origin &origin = origins().at(method.coordinates);
  if (method.kernel == ResizeMethod::Kernel::Nearest)
    return static_cast<double>(origin.single(axis, static_cast<float>(position)));
  return origin.exact(axis, static_cast<double>(position));
}

using Rounding = double (*)(double);

static const std::unordered_map<std::string, Rounding> &roundings() {
  static const std::unordered_map<std::string, Rounding> modes = {
      {"round_prefer_floor", [](double x) { return std::ceil(x - 0.5); }},
      {"round_prefer_ceil", [](double x) { return std::floor(x + 0.5); }},
      {"floor", [](double x) { return std::floor(x); }},
      {"ceil", [](double x) { return std::ceil(x); }}};
  return modes;
}

bool isNearestMode(const std::string &mode) { return roundings().contains(mode); }

static double linearWeight(double distance) { return std::max(0.0, 1 - std::fabs(distance)); }

static double cubicWeight(double distance, double a) {
  double d = std::fabs(distance);
  if (d <= 1)
    return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

static void weigh(Taps &taps, double origin, const AxisResize &axis, const ResizeMethod &method) {
  bool cubic = method.kernel == ResizeMethod::Kernel::Cubic;
  double stretch = method.antialias ? std::min(axis.scale, 1.0) : 1;
  double support = (cubic ? 2 : 1) / stretch, sum = 0;
  // What lies outside repeats the border or is left out; further than the input it only repeats.
  double reach = static_cast<double>(2 * axis.input) + 4;
  auto first = static_cast<int64_t>(std::max(std::ceil(origin - support), -reach));
  auto last = static_cast<int64_t>(std::min(std::floor(origin + support), 2 * reach));
  for (int64_t i = first; i <= last; ++i) {
    double distance = (static_cast<double>(i) - origin) * stretch;
    double weight = cubic ? cubicWeight(distance, method.cubicA) : linearWeight(distance);
    bool outside = i < 0 || i >= axis.input;
    if (weight == 0 || (outside && method.excludeOutside))
      continue;
    taps.index.push_back(std::clamp<int64_t>(i, 0, axis.input - 1));
    taps.weight.push_back(weight);
    sum += weight;
  }
  if (method.antialias || method.excludeOutside)
    for (double &weight : taps.weight)
      weight /= sum;
}

std::vector<Taps> tapsOf(const AxisResize &axis, const ResizeMethod &method) {
  std::vector<Taps> all(static_cast<size_t>(axis.output));
  auto last = static_cast<double>(axis.input - 1);
  for (int64_t o = 0; o < axis.output; ++o) {
    Taps &taps = all[static_cast<size_t>(o)];
    double origin = originOf(axis, method, o);
    taps.extrapolated =
        method.coordinates == "tf_crop_and_resize" && !(origin >= 0 && origin <= last);
    // Far outside everything is the border.
    origin = std::isfinite(origin) ? std::clamp(origin, -last - 4, 2 * last + 4) : 0;
    if (method.kernel == ResizeMethod::Kernel::Nearest) {
      double nearest = roundings().at(method.nearest)(origin);
      taps.index.push_back(static_cast<int64_t>(std::clamp(nearest, 0.0, last)));
      taps.weight.push_back(1);
    } else {
      weigh(taps, origin, axis, method);
    }
  }
  return all;
}

} // namespace fixcon
