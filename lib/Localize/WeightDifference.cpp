// Classes are tried from the most specific to the least; each is a property of all elements.
#include "WeightDifference.h"

#include "WeightGrid.h"
#include "fixcon/Localize/EqualWeights.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace fixcon {
namespace {

constexpr double u = unitRoundoff;

bool allRoundedTo(DType type, const std::vector<double> &s, const std::vector<double> &t) {
  for (size_t i = 0; i < s.size(); ++i)
    if (std::fabs(roundTo(type, s[i]) - t[i]) > 2 * u * std::fabs(t[i]))
      return false;
  return true;
}

/// Rounding to some grid that later arithmetic hides: dense and small against the elements.
bool isCoarse(const std::vector<double> &s, const std::vector<double> &t, int64_t differing) {
  double error = 0, power = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    error += (s[i] - t[i]) * (s[i] - t[i]);
    power += s[i] * s[i];
  }
  constexpr double small = 0.05;
  return 2 * differing > static_cast<int64_t>(s.size()) && error <= small * small * power;
}

bool isHalf(double x) { return roundTo(DType::F16, x) == x; }

/// How coarse the target's numbers are: a rounding to the dtype that holds all of them.
double roundoffOf(const std::vector<double> &t) {
  return std::ranges::all_of(t, isHalf) ? 0x1p-11 : u;
}

/// The common factor; 0 if there is none.
double factorOf(const std::vector<double> &s, const std::vector<double> &t) {
  size_t at = 0;
  for (size_t i = 0; i < s.size(); ++i)
    if (std::fabs(s[i]) > std::fabs(s[at]))
      at = i;
  if (s[at] == 0 || t[at] == 0)
    return 0;
  double factor = t[at] / s[at], roundoff = roundoffOf(t);
  if (std::fabs(factor - 1) < 8 * roundoff)
    return 0;
  for (size_t i = 0; i < s.size(); ++i)
    if (std::fabs(t[i] - factor * s[i]) > (roundoff == u ? 16 : 2) * roundoff * std::fabs(t[at]))
      return 0;
  return factor;
}

bool isPermuted(std::vector<double> s, std::vector<double> t) {
  std::sort(s.begin(), s.end());
  std::sort(t.begin(), t.end());
  for (size_t i = 0; i < s.size(); ++i)
    if (!isFoldingRounding(s[i], t[i], 0))
      return false;
  return true;
}

bool isSame(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// What is not finite on one side alone, or otherwise on the other.
struct NonFinite {
  int64_t count = 0, first = -1;
  bool inSource = false;  ///< the first one
  bool isOverflow = true; ///< all are infinities of the target for numbers that f16 does not reach
  double largest = 0;     ///< of the source where the target is not finite
};

NonFinite findNonFinite(const std::vector<double> &s, const std::vector<double> &t) {
  NonFinite found;
  for (size_t i = 0; i < s.size(); ++i) {
    if ((std::isfinite(s[i]) && std::isfinite(t[i])) || isSame(s[i], t[i]))
      continue;
    if (found.count++ == 0) {
      found.first = static_cast<int64_t>(i);
      found.inSource = !std::isfinite(s[i]);
    }
    found.isOverflow &= std::isfinite(s[i]) && roundTo(DType::F16, s[i]) == t[i];
    found.largest = std::max(found.largest, std::fabs(s[i]));
  }
  return found;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

/// "[1, 0, 2]" of an element by its row-major position.
std::string position(int64_t element, const Shape &shape) {
  std::string text;
  for (size_t axis = shape.size(); axis-- > 0; element /= shape[axis])
    text = std::to_string(element % shape[axis]) + (text.empty() ? "" : ", ") + text;
  return "[" + text + "]";
}

std::string describe(const NonFinite &found, const Shape &shape, double source, double target) {
  std::string count = std::to_string(found.count) + (found.count == 1 ? " element" : " elements");
  if (found.isOverflow)
    return "infinite in " + count +
           ": they overflow f16, which ends at 65504, and the source reaches " +
           number(found.largest);
  return "not finite in " + count + (found.inSource ? " of the source" : "") + ", first " +
         number(found.inSource ? source : target) + " at " + position(found.first, shape) +
         " where the " + (found.inSource ? "target" : "source") + " has " +
         number(found.inSource ? target : source);
}

} // namespace

std::string WeightDifference::str() const {
  switch (kind) {
  case WeightClass::Equal:
    return "equal up to the rounding of folding";
  case WeightClass::Half:
    return "rounded to f16";
  case WeightClass::BFloat:
    return "rounded to bf16";
  case WeightClass::Grid:
    return "rounded to an 8-bit grid";
  case WeightClass::Quantized:
    return "held as integers, rounded";
  case WeightClass::GridScale:
    return "held as integers with a scale that is " + detail + " times the right one";
  case WeightClass::GridAxis:
    return "held as integers with other channels' scales, " + detail + " times the right ones";
  case WeightClass::GridZeroPoint:
    return "held as integers with a zero point that is off by up to " + detail;
  case WeightClass::GridRange:
    return "held as integers whose range ends before the source's numbers do";
  case WeightClass::Coarse:
    return "rounded coarsely";
  case WeightClass::Scale:
    return "scaled by " + detail;
  case WeightClass::Zeroed:
    return "zero in " + std::to_string(differing) + " elements";
  case WeightClass::Permuted:
    return detail.empty() ? "the same elements in another order" : detail;
  case WeightClass::Sparse:
    return "different in " + std::to_string(differing) + " elements";
  case WeightClass::Absent:
    return "absent";
  case WeightClass::NonFinite:
    return detail;
  case WeightClass::Different:
    break;
  }
  return "different";
}

bool saysMore(const WeightDifference &other, const WeightDifference &worst) {
  constexpr double farMore = 4;
  if (worst.kind == WeightClass::Equal || other.kind == WeightClass::NonFinite)
    return true;
  // A bias is off together with the scale of the weight.
  auto isWrongGrid = [](WeightClass kind) { return isOfGrid(kind) && !isRounding(kind); };
  if (isWrongGrid(worst.kind) != isWrongGrid(other.kind))
    return isWrongGrid(other.kind);
  if (!isRounding(worst.kind))
    return other.maxAbs > worst.maxAbs;
  return !isRounding(other.kind) &&
         other.maxAbs * worst.largest > farMore * worst.maxAbs * other.largest;
}

WeightDifference compareWeights(const Tensor &source, const Tensor &target) {
  WeightDifference d;
  std::vector<double> s = source.toDoubles(), t = target.toDoubles();
  if (NonFinite found = findNonFinite(s, t); found.count > 0) {
    auto first = static_cast<size_t>(found.first);
    return {WeightClass::NonFinite, std::numeric_limits<double>::infinity(), found.count,
            maxMagnitude(source), describe(found, target.shape(), s[first], t[first])};
  }
  // What both are alike tells nothing.
  for (size_t i = 0; i < s.size(); ++i)
    if (!std::isfinite(s[i]))
      s[i] = t[i] = 0;
  d.largest = maxMagnitude(source);
  bool onlyZeros = true;
  for (size_t i = 0; i < s.size(); ++i) {
    d.maxAbs = std::max(d.maxAbs, std::fabs(s[i] - t[i]));
    if (isFoldingRounding(s[i], t[i], d.largest))
      continue;
    ++d.differing;
    onlyZeros &= t[i] == 0;
  }
  auto size = static_cast<int64_t>(s.size());
  if (d.differing == 0)
    d.kind = WeightClass::Equal;
  else if (allRoundedTo(DType::F16, s, t))
    d.kind = WeightClass::Half;
  else if (allRoundedTo(DType::BF16, s, t))
    d.kind = WeightClass::BFloat;
  else if (double factor = factorOf(s, t); factor != 0) {
    d.kind = WeightClass::Scale;
    d.detail = number(factor);
  } else if (size > 8 && fitGrid(source, target).kind == GridFit::Kind::Rounded)
    d.kind = WeightClass::Grid;
  else if (onlyZeros)
    d.kind = WeightClass::Zeroed;
  else if (isPermuted(s, t))
    d.kind = WeightClass::Permuted;
  else if (isCoarse(s, t, d.differing))
    d.kind = WeightClass::Coarse;
  else
    d.kind = d.differing * 100 <= size ? WeightClass::Sparse : WeightClass::Different;
  return d;
}

/// Integers of 32 bits, as of biases, are so fine that they show no grid.
static bool isFine(const WeightDifference &d) {
  constexpr double fine = 1e-2;
  return d.maxAbs <= fine * d.largest;
}

WeightDifference compareQuantized(const Tensor &source, const Tensor &target) {
  WeightDifference d = compareWeights(source, target);
  if (d.kind == WeightClass::Equal || d.kind == WeightClass::NonFinite)
    return d;
  GridFit fit = fitGrid(source, target.reshaped(source.shape()));
  switch (fit.kind) {
  case GridFit::Kind::None:
    if (isRounding(d.kind) || isFine(d))
      d.kind = WeightClass::Quantized;
    return d;
  case GridFit::Kind::Rounded:
    d.kind = WeightClass::Quantized;
    break;
  case GridFit::Kind::Scale:
    d.kind = WeightClass::GridScale;
    break;
  case GridFit::Kind::Axis:
    d.kind = WeightClass::GridAxis;
    break;
  case GridFit::Kind::ZeroPoint:
    d.kind = WeightClass::GridZeroPoint;
    break;
  case GridFit::Kind::Range:
    d.kind = WeightClass::GridRange;
    break;
  }
  d.detail = fit.detail;
  return d;
}

bool areOfHalf(const std::vector<double> &numbers) {
  constexpr size_t enough = 4;
  return numbers.size() >= enough && std::ranges::all_of(numbers, isHalf);
}

bool isSourceCoarser(const Tensor &source, const Tensor &target) {
  std::vector<double> s = source.toDoubles(), t = target.toDoubles();
  return s.size() == t.size() && areOfHalf(s) && !std::ranges::all_of(t, isHalf) &&
         std::ranges::equal(s, t, {}, {}, [](double x) { return roundTo(DType::F16, x); });
}

std::string weightRule(WeightClass kind) {
  switch (kind) {
  case WeightClass::Half:
    return "FX-WB-f16";
  case WeightClass::BFloat:
    return "FX-WB-bf16";
  case WeightClass::Grid:
    return "FX-WB-grid";
  case WeightClass::Quantized:
    return "FX-WB-quantized";
  case WeightClass::GridScale:
    return "FX-WB-grid_scale";
  case WeightClass::GridAxis:
    return "FX-WB-grid_axis";
  case WeightClass::GridZeroPoint:
    return "FX-WB-grid_zero_point";
  case WeightClass::GridRange:
    return "FX-WB-grid_range";
  case WeightClass::Coarse:
    return "FX-WB-rounding";
  case WeightClass::Scale:
    return "FX-WB-scale";
  case WeightClass::Zeroed:
    return "FX-WB-zeroed";
  case WeightClass::Permuted:
    return "FX-WB-permuted";
  case WeightClass::Absent:
    return "FX-WB-absent";
  case WeightClass::Sparse:
    return "FX-WB-sparse";
  case WeightClass::NonFinite:
    return "FX-WB-nonfinite";
  default:
    return "FX-WB-different";
  }
}

} // namespace fixcon
