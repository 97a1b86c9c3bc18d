// The fourth strategy: no number fits, but the op reads what a source op of the same kind reads. It is
// the place of a fault, and the walk goes on with the source's values:
//
//   source: %b = conv %a, %w        target: %q = conv %p, %v     (%p is %a, %v is not %w)
#include "Matcher.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// The operands of the op and its partner are as large as each other: a result of another size then
/// comes from how the op is configured, and what follows can be judged on the source's. A product of
/// another width is other work, of which the source's result says nothing.
static bool haveEquallyLargeWeights(Matcher &matcher, const Op &op, const Op &partner) {
  return std::isfinite(matcher.partners.weightDistance(op, partner));
}

bool pairByStructure(Matcher &matcher, const Visit &visit) {
  const Op &op = visit.op;
  auto candidates = visit.operandsAligned ? matcher.partners.readersOfSameOperands(op)
                                          : std::vector<const Op *>();
  if (candidates.empty())
    return false;
  const Op &partner = *candidates.front();
  const Samples *values = matcher.source.find(partner.result());
  Samples results = visit.results.empty() ? Samples() : visit.results[0];
  auto equallyMany = [](const Tensor &a, const Tensor &b) { return a.size() == b.size(); };
  LayoutMatch match{{}, infinite};
  double absolute = infinite;
  if (values && std::ranges::equal(*values, results, equallyMany)) {
    const Shape &shape = values->front().shape();
    match.layout = suggestedLayout(shape, results[0].shape()).value_or(identityLayout(shape));
    match.error = layoutError(*values, results, match.layout);
    absolute = absoluteError(*values, results, match.layout);
  } else if (!haveEquallyLargeWeights(matcher, op, partner)) {
    return false;
  } else if (values) {
    matcher.feeder.set(op.result(), *values);
  }
  if (values)
    matcher.replace(*op.result(), *partner.result(), match);
  matcher.addPair(op, partner, match.error, absolute);
  return true;
}

} // namespace fixcon
