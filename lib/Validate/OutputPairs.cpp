// A caller asks for outputs by name where both models have the name, and by position where converters renamed
// them. A renamed output that has moved is recognised by its values: it agrees with the source's to a
// twentieth, and its partner is the nearest from either side.
#include "OutputPairs.h"

#include <cmath>
#include <limits>

namespace fixcon {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Root mean square of the difference over that of `a`; infinite for other shapes, kinds or numbers that are
/// not finite.
double distance(const Datum &a, const Datum &b) {
  if (!a.isTensor() || !b.isTensor() || a.tensor().shape() != b.tensor().shape() ||
      a.tensor().isString() || b.tensor().isString())
    return infinite;
  // Two that could not be computed are not equal.
  if (a.tensor().size() == 0)
    return infinite;
  double errors = 0, power = 0;
  for (int64_t i = 0; i < a.tensor().size(); ++i) {
    double x = a.tensor().toDouble(i), d = x - b.tensor().toDouble(i);
    errors += d * d;
    power += x * x;
  }
  double result = errors == 0 ? 0 : std::sqrt(errors / power);
  return std::isnan(result) ? infinite : result;
}

class Pairing {
public:
  Pairing(const Graph &source, const Graph &target, const std::vector<Datum> &sourceData,
          const std::vector<Datum> &targetData)
      : source(source), target(target), sourceData(sourceData), targetData(targetData),
        partner(source.numOutputs(), -1), by(source.numOutputs(), PairedBy::None),
        taken(target.numOutputs()) {}

  std::vector<OutputPair> run() {
    pairByName();
    pairByValue();
    pairByPosition();
    std::vector<OutputPair> pairs;
    for (unsigned i = 0; i < source.numOutputs(); ++i)
      pairs.push_back({static_cast<int>(i), partner[i], by[i]});
    for (unsigned j = 0; j < target.numOutputs(); ++j)
      if (!taken[j])
        pairs.push_back({-1, static_cast<int>(j), PairedBy::None});
    return pairs;
  }

private:
  void pair(unsigned i, unsigned j, PairedBy reason) {
    partner[i] = static_cast<int>(j);
    by[i] = reason;
    taken[j] = true;
  }

  void pairByName() {
    for (unsigned i = 0; i < source.numOutputs(); ++i)
      for (unsigned j = 0; j < target.numOutputs() && partner[i] < 0; ++j)
        if (!taken[j] && source.outputName(i) == target.outputName(j))
          pair(i, j, PairedBy::Name);
  }

  int nearestTarget(unsigned i) const {
    int best = -1;
    double least = infinite;
    for (unsigned j = 0; j < target.numOutputs(); ++j)
      if (double d = taken[j] ? infinite : distance(sourceData[i], targetData[j]); d < least) {
        least = d;
        best = static_cast<int>(j);
      }
    return least <= 0.05 ? best : -1;
  }

  bool isNearestSource(unsigned i, unsigned j) const {
    double own = distance(sourceData[i], targetData[j]);
    for (unsigned k = 0; k < source.numOutputs(); ++k)
      if (partner[k] < 0 && k != i && distance(sourceData[k], targetData[j]) < own)
        return false;
    return true;
  }

  void pairByValue() {
    for (unsigned i = 0; i < source.numOutputs(); ++i) {
      if (partner[i] >= 0)
        continue;
      // The one at the same place comes first: several outputs may have equal values.
      unsigned same = i < target.numOutputs() ? i : 0;
      int j =
          i < target.numOutputs() && !taken[same] && distance(sourceData[i], targetData[same]) == 0
              ? static_cast<int>(same)
              : nearestTarget(i);
      if (j >= 0 && static_cast<unsigned>(j) != i && isNearestSource(i, static_cast<unsigned>(j)))
        pair(i, static_cast<unsigned>(j), PairedBy::Value);
      else if (j >= 0 && static_cast<unsigned>(j) == i)
        pair(i, static_cast<unsigned>(j), PairedBy::Position);
    }
  }

  void pairByPosition() {
    unsigned j = 0;
    for (unsigned i = 0; i < source.numOutputs(); ++i) {
      if (partner[i] >= 0)
        continue;
      while (j < target.numOutputs() && taken[j])
        ++j;
      if (j < target.numOutputs())
        pair(i, j, PairedBy::Position);
    }
  }

  const Graph &source, &target;
  const std::vector<Datum> &sourceData, &targetData;
  std::vector<int> partner;
  std::vector<PairedBy> by;
  std::vector<bool> taken;
};

} // namespace

std::vector<OutputPair> pairOutputs(const Graph &source, const Graph &target,
                                    const std::vector<Datum> &sourceData,
                                    const std::vector<Datum> &targetData) {
  return Pairing(source, target, sourceData, targetData).run();
}

} // namespace fixcon
