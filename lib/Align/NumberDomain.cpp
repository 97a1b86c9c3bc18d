#include "fixcon/Align/NumberDomain.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace fixcon {
namespace {

struct Numbers {
  double low = 0, high = 0;
  bool areWhole = true;
  std::set<double> few; ///< distinct ones, up to `mostFew` and one more
  int64_t count = 0;
  static constexpr size_t mostFew = 16;

  void add(double x) {
    low = count ? std::min(low, x) : x;
    high = count ? std::max(high, x) : x;
    areWhole &= std::floor(x) == x;
    if (few.size() <= mostFew)
      few.insert(x);
    ++count;
  }
  /// So few that they cannot be drawn from a continuum.
  bool areFew() const {
    return few.size() <= 2 || (few.size() <= mostFew && count > int64_t(4 * mostFew));
  }
};

bool isNear(double a, double b) { return std::fabs(a - b) <= 1e-3; }

/// Whether all vectors along the last axis have the sum 1, or all the length 1.
bool areNormalized(std::span<const Tensor> samples) {
  bool sums = true, lengths = true, any = false;
  for (const Tensor &t : samples) {
    int64_t size = t.rank() ? t.shape().back() : 1;
    for (int64_t row = 0; size > 1 && row + size <= t.size(); row += size) {
      double sum = 0, squares = 0;
      for (int64_t i = row; i < row + size; ++i) {
        sum += t.toDouble(i);
        squares += t.toDouble(i) * t.toDouble(i);
      }
      sums &= isNear(sum, 1);
      lengths &= isNear(squares, 1);
      any = true;
    }
  }
  return any && (sums || lengths);
}

} // namespace

NumberDomain domainOf(std::span<const Tensor> samples) {
  Numbers numbers;
  for (const Tensor &t : samples)
    for (int64_t i = 0; i < t.size(); ++i)
      numbers.add(t.toDouble(i));
  if (numbers.count == 0 || numbers.areWhole || numbers.areFew() || areNormalized(samples))
    return NumberDomain::Given;
  auto within = [&](double low, double high) { return numbers.low >= low && numbers.high <= high; };
  if (within(0, 1) || (within(-1, 1) && numbers.high - numbers.low > 1.9) ||
      (within(0, 255) && numbers.high > 200))
    return NumberDomain::Bounded;
  return numbers.low >= 0 || numbers.high <= 0 ? NumberDomain::Positive : NumberDomain::Free;
}

Tensor shuffledLike(const Tensor &data, Random &random) {
  Tensor t(DType::F64, data.shape());
  for (double &x : t.mutableData<double>())
    x = data.toDouble(static_cast<int64_t>(random.below(static_cast<uint64_t>(data.size()))));
  return t;
}

Tensor drawnWithin(NumberDomain domain, const Tensor &data, double factor, Signs signs,
                   Random &random) {
  if (domain == NumberDomain::Given)
    return data;
  if (domain == NumberDomain::Bounded)
    return shuffledLike(data, random);
  if (domain == NumberDomain::Positive)
    signs = data.toDouble(0) < 0 ? Signs::Negative : Signs::Positive;
  return randomLike(data, factor, random, signs);
}

} // namespace fixcon
