// A number that is held as an integer is (q - z) * s, so all are multiples of the step s, whatever the zero point z. The step
// is found on the numbers, for what is folded into weights scales it: the largest one that divides them all. What integers
// there are for which source's numbers then tells a wrong scale from a wrong zero point and a range that is too narrow.
#include "WeightGrid.h"

#include "WeightDifference.h"

#include "fixcon/Localize/Quantization.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace fixcon {
namespace {

/// Rounding puts a number no further than half a step; one at an end of the grid, which the rounding of the zero point
/// has moved, no further than a whole one.
constexpr double half = 0.51, whole = 1.01;
constexpr int mostSteps = 255;

struct Channel {
  std::vector<double> s, t;
  double step = 0;   ///< 0: all are zero
  double coarse = 0; ///< how far the source's numbers may be off themselves, relative to their size
  double negligible =
      0; ///< what a zero stands for where there are larger numbers in other channels
};

/// The largest step that divides all numbers; nothing if there is none of so few steps.
std::optional<double> stepOf(const std::vector<double> &numbers) {
  double largest = 0;
  for (double x : numbers)
    largest = std::max(largest, std::fabs(x));
  if (largest == 0)
    return 0;
  for (int steps = 1; steps <= mostSteps; ++steps) {
    double step = largest / steps;
    bool divides = std::ranges::all_of(numbers, [&](double x) {
      double places = x / step;
      return std::fabs(places - std::nearbyint(places)) < 1e-3;
    });
    if (divides)
      return step;
  }
  return std::nullopt;
}

std::vector<Channel> channelsOf(const Tensor &source, const Tensor &target,
                                std::optional<size_t> axis) {
  size_t count = axis ? static_cast<size_t>(target.shape()[*axis]) : 1;
  size_t stride = axis ? static_cast<size_t>(stridesOf(target.shape())[*axis]) : 1;
  std::vector<double> s = source.toDoubles(), t = target.toDoubles();
  std::vector<Channel> channels(count);
  double largest = 0, coarse = areOfHalf(s) ? 0x1p-11 : 0;
  for (double value : s)
    largest = std::max(largest, std::fabs(value));
  for (size_t i = 0; i < s.size(); ++i) {
    Channel &channel = channels[i / stride % count];
    channel.negligible = 0x1p-24 * largest;
    channel.coarse = coarse;
    channel.s.push_back(s[i]);
    channel.t.push_back(t[i]);
  }
  return channels;
}

bool findSteps(std::vector<Channel> &channels) {
  for (Channel &channel : channels) {
    auto step = stepOf(channel.t);
    if (!step)
      return false;
    channel.step = *step;
  }
  return true;
}

/// Whether t is factor * s + offset, rounded. Numbers at the ends may be cut off, where this is asked for.
bool isRounded(const Channel &c, double factor, double offset, bool cut = false) {
  auto [low, high] = std::ranges::minmax(c.t);
  for (size_t i = 0; i < c.s.size(); ++i) {
    double wanted = factor * c.s[i] + offset, off = std::fabs(wanted - c.t[i]);
    if (c.step == 0 && off <= c.negligible)
      continue;
    bool atEnd = (c.t[i] == high && wanted > high) || (c.t[i] == low && wanted < low);
    if (off > (atEnd ? whole : half) * c.step + c.coarse * std::fabs(wanted) && !(cut && atEnd))
      return c.step == 0 && off == 0;
  }
  return true;
}

/// By how much the step is larger than the one by which the integers are the source's numbers; 1 if there is none.
double factorOf(const Channel &c) {
  if (c.step == 0)
    return 1;
  std::vector<double> places;
  for (double t : c.t)
    places.push_back(std::nearbyint(t / c.step));
  auto [low, high] = std::ranges::minmax(places);
  auto step = commonStep(places, c.s, low, high);
  return step ? c.step / *step : 1;
}

/// The mean of t - s in whole steps.
double offsetOf(const Channel &c) {
  double sum = 0;
  for (size_t i = 0; i < c.s.size(); ++i)
    sum += c.t[i] - c.s[i];
  return c.step > 0 ? std::nearbyint(sum / static_cast<double>(c.s.size()) / c.step) : 0;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

GridFit asScaled(const std::vector<Channel> &channels) {
  double first = factorOf(channels.front()), least = first, most = first;
  for (const Channel &c : channels) {
    double factor = factorOf(c);
    if (!isRounded(c, factor, 0))
      return {};
    least = std::min(least, factor);
    most = std::max(most, factor);
  }
  GridFit fit{.kind = GridFit::Kind::Scale, .perChannel = channels.size() > 1};
  constexpr double same = 1.05;
  if (most > same * least) {
    fit.kind = GridFit::Kind::Axis;
    fit.detail = number(least) + " to " + number(most);
  } else {
    fit.detail = number(first);
  }
  return fit;
}

GridFit asShifted(const std::vector<Channel> &channels) {
  double steps = 0;
  for (const Channel &c : channels) {
    double own = offsetOf(c);
    if (!isRounded(c, 1, own * c.step, true))
      return {};
    steps = std::fabs(own) > std::fabs(steps) ? own : steps;
  }
  GridFit fit{.kind = steps == 0 ? GridFit::Kind::Range : GridFit::Kind::ZeroPoint,
              .perChannel = channels.size() > 1};
  fit.detail = number(-steps);
  return fit;
}

double decibels(const std::vector<Channel> &channels) {
  double power = 0, error = 0;
  for (const Channel &c : channels)
    for (size_t i = 0; i < c.s.size(); ++i) {
      power += c.s[i] * c.s[i];
      error += (c.s[i] - c.t[i]) * (c.s[i] - c.t[i]);
    }
  return 10 * std::log10(power / error);
}

GridFit fitChannels(std::vector<Channel> channels) {
  if (!findSteps(channels))
    return {};
  GridFit fit;
  if (std::ranges::all_of(channels, [](const Channel &c) { return isRounded(c, 1, 0); }))
    fit = {.kind = GridFit::Kind::Rounded, .perChannel = channels.size() > 1};
  else if (fit = asScaled(channels); fit.kind == GridFit::Kind::None)
    fit = asShifted(channels);
  fit.decibels = decibels(channels);
  return fit;
}

} // namespace

std::optional<double> commonStep(std::span<const double> integers, std::span<const double> numbers,
                                 double low, double high) {
  double least = 0, most = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < integers.size(); ++i) {
    double places = std::fabs(integers[i]), number = std::copysign(1.0, integers[i]) * numbers[i];
    if (places == 0)
      continue;
    bool atEnd = integers[i] == low || integers[i] == high;
    least = std::max(least, number / (places + (atEnd ? 1 : 0.5)));
    most = std::min(most, number / (places - 0.5));
  }
  if (!(least <= most) || !(most > 0) || !std::isfinite(most))
    return std::nullopt;
  return (least + most) / 2;
}

GridFit fitGrid(const Tensor &source, const Tensor &target) {
  constexpr int64_t least = 4; // elements, of which fewer lie on some grid by chance
  if (target.size() <= least)
    return {};
  GridFit best = fitChannels(channelsOf(source, target, std::nullopt));
  for (size_t axis = 0; axis < target.rank() && best.kind == GridFit::Kind::None; ++axis)
    if (int64_t count = target.shape()[axis]; count > 1 && target.size() / count > least)
      best = fitChannels(channelsOf(source, target, axis));
  return best;
}

} // namespace fixcon
