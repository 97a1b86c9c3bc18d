// Embeddings are looked up by their direction. Two that are 2.6 degrees apart (a cosine of .999) find other
// neighbours in any large set.
#include "Rows.h"

#include "fixcon/Validate/Comparator.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

static double cosine(std::span<const double> a, std::span<const double> b) {
  double product = 0, lengthA = 0, lengthB = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    product += a[i] * b[i];
    lengthA += a[i] * a[i];
    lengthB += b[i] * b[i];
  }
  if (lengthA == 0 || lengthB == 0)
    return lengthA == lengthB ? 1 : 0;
  return product / std::sqrt(lengthA) / std::sqrt(lengthB);
}

Decision decideEmbedding(const Tensor &source, const Tensor &target) {
  constexpr double sameDirection = 0.999;
  Decision decision;
  forEachRow(source, target, [&](std::span<const double> s, std::span<const double> t) {
    decision.score = std::min(decision.score, cosine(s, t));
  });
  decision.agrees = decision.score >= sameDirection;
  return decision;
}

} // namespace fixcon
