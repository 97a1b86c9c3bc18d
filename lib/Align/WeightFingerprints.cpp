// Sorted magnitudes do not depend on the order of axes, and dividing by the norm not on the scale: a
// weight keeps its fingerprint through transposition, reshaping and a folded factor. Of a large one evenly spread ones of
// the sorted magnitudes stand for all: they tell distributions apart as well, and take no second copy of the model.
#include "WeightFingerprints.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

static constexpr size_t mostKept = 1 << 14;

/// As many as are kept, each for those around it, so that distances stay what they are.
static std::vector<float> spread(const std::vector<float> &sorted) {
  std::vector<float> kept(mostKept);
  double weight = std::sqrt(static_cast<double>(sorted.size()) / mostKept);
  for (size_t i = 0; i < mostKept; ++i) {
    size_t at = (2 * i + 1) * sorted.size() / (2 * mostKept);
    kept[i] = static_cast<float>(weight * static_cast<double>(sorted[at]));
  }
  return kept;
}

const std::vector<float> &WeightFingerprints::of(const Value &weight) {
  auto [entry, fresh] = fingerprints.try_emplace(&weight);
  std::vector<float> &sorted = entry->second;
  if (!fresh)
    return sorted;
  // What is not finite has no order; it counts as 0.
  auto magnitude = [&](int64_t i) {
    double v = std::fabs(weight.tensor().toDouble(i));
    return std::isfinite(v) ? v : 0;
  };
  int64_t size = weight.tensor().size();
  double squares = 0;
  for (int64_t i = 0; i < size; ++i)
    squares += magnitude(i) * magnitude(i);
  double norm = squares > 0 ? std::sqrt(squares) : 1;
  sorted.reserve(static_cast<size_t>(size));
  for (int64_t i = 0; i < size; ++i)
    sorted.push_back(static_cast<float>(magnitude(i) / norm));
  std::sort(sorted.begin(), sorted.end());
  if (sorted.size() > mostKept)
    sorted = spread(sorted);
  return sorted;
}

double WeightFingerprints::weightDistance(const Value &a, const Value &b) {
  if (a.tensor().size() != b.tensor().size() || a.tensor().size() == 0)
    return 1;
  // Elements of a hash map stay where they are when others are added.
  const std::vector<float> &x = of(a), &y = of(b);
  double squares = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    double difference = static_cast<double>(x[i]) - static_cast<double>(y[i]);
    squares += difference * difference;
  }
  return std::sqrt(squares);
}

} // namespace fixcon
