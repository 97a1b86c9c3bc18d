// Probabilities name the label that scores do. The score is 1 less the total variation distance of the
// row that is furthest off, half the sum of |p - q|: the largest error of any event's probability.
#include "LabelOf.h"
#include "Rows.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

Decision decideProbability(const Tensor &source, const Tensor &target) {
  Decision decision = decideLabel(source, target);
  decision.score = 1;
  forEachRow(source, target, [&](std::span<const double> s, std::span<const double> t) {
    double distance = 0;
    for (size_t i = 0; i < s.size(); ++i)
      distance += std::fabs(s[i] - t[i]) / 2;
    decision.score = std::min(decision.score, 1 - distance);
  });
  return decision;
}

} // namespace fixcon
