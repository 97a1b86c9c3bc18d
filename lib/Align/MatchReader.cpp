// The first strategy: among the source ops that read the same values, the one whose result comes
// nearest.
//
//   source: %b = conv %a, %w        target: %q = conv %p, %v      (%p is %a)
//
// If %q run on %a is %b, the two convolutions do the same work, whatever their attributes look like.
#include "Matcher.h"

namespace fixcon {

bool matchReader(Matcher &matcher, const Visit &visit) {
  if (!visit.operandsAligned || visit.results.empty())
    return false;
  const Op *best = nullptr;
  std::optional<LayoutMatch> match;
  const ValueMoments moments = ValueMoments::of(visit.results[0].front());
  for (const Op *candidate : matcher.partners.readersOfSameOperands(visit.op)) {
    const Samples *values = matcher.source.find(candidate->result());
    if (!matcher.index.mayEqual(*candidate->result(), moments))
      continue;
    auto found = values ? solveLayout(*values, visit.results[0], matchTolerance) : std::nullopt;
    if (found && (!match || found->error < match->error)) {
      match = found;
      best = candidate;
    }
  }
  if (best)
    matcher.accept(visit.op, *best, visit.results[0], *match);
  return best != nullptr;
}

} // namespace fixcon
