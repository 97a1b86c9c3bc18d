// A normalisation by running statistics whose scale was folded with another epsilon than the one it is computed with.
#include "fixcon/Inject/EditSite.h"

#include <cmath>

namespace fixcon {

std::string plantFoldedEpsilon(EditSite &site) {
  auto epsilon = site.attribute("epsilon");
  const double *number = epsilon.get<double>();
  std::optional<unsigned> scale, variance;
  for (unsigned i : site.numbers()) {
    if (site.roleOf(i) == Role::Weight)
      scale = i;
    if (site.roleOf(i) == Role::Statistic)
      variance = i;
  }
  if (!number || !scale || !variance)
    return {};
  Tensor factors = *site.constant(*scale), variances = *site.constant(*variance);
  if (factors.shape() != variances.shape())
    return {};
  double other = *number + 0.4 * site.severity;
  for (int64_t i = 0; i < factors.size(); ++i)
    factors.mutableData<double>()[static_cast<size_t>(i)] *=
        std::sqrt((variances.toDouble(i) + *number) / (variances.toDouble(i) + other));
  return site.write(*scale, factors) ? "the scale as with epsilon " + std::to_string(other) : "";
}

} // namespace fixcon
