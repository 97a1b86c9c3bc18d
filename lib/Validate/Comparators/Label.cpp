// Each row of scores names the class of its largest; the first of equals, as arg max does everywhere.
// The score is Kendall's tau over the source's five best classes, which shows a ranking that slips
// before the label does.
#include "LabelOf.h"
#include "Rows.h"

#include "fixcon/Tensor/Metrics.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

/// tau = (concordant - discordant) / pairs, over the pairs of the source's `most` largest.
static double rankCorrelation(std::span<const double> source, std::span<const double> target) {
  constexpr size_t most = 5;
  std::vector<size_t> best(source.size());
  std::iota(best.begin(), best.end(), size_t(0));
  size_t count = std::min(most, best.size());
  std::partial_sort(
      best.begin(), best.begin() + static_cast<std::ptrdiff_t>(count), best.end(),
      [&](size_t a, size_t b) { return source[a] != source[b] ? source[a] > source[b] : a < b; });
  double sum = 0, pairs = 0;
  for (size_t i = 0; i < count; ++i)
    for (size_t j = i + 1; j < count; ++j, ++pairs) {
      double apart = target[best[i]] - target[best[j]];
      bool tied = apart == 0 && source[best[i]] == source[best[j]];
      sum += apart > 0 || tied ? 1 : apart < 0 ? -1 : 0;
    }
  return pairs > 0 ? sum / pairs : 1;
}

Decision decideLabel(const Tensor &source, const Tensor &target) {
  Decision decision;
  forEachRow(source, target, [&](std::span<const double> s, std::span<const double> t) {
    decision.agrees &= argMax(s) == argMax(t);
    decision.score = std::min(decision.score, rankCorrelation(s, t));
  });
  return decision;
}

} // namespace fixcon
