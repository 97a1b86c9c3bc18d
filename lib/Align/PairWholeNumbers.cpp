// Ops that give whole numbers or truth values (argmax, top_k's indices, comparisons, casts). Their values
// say little, for many are equal by chance, so a partner must read the same values; if the numbers are
// equal too, the result is aligned. If not, the ops are a pair with an error, and users go on with the
// target's own numbers: sizes and indices that fit the target's shapes need not fit the source's.
#include "Matcher.h"

namespace fixcon {

bool pairWholeNumbers(Matcher &matcher, const Visit &visit) {
  auto candidates = visit.operandsAligned && !visit.results.empty()
                        ? matcher.partners.readersOfSameOperands(visit.op)
                        : std::vector<const Op *>();
  for (const Op *candidate : candidates)
    if (const Samples *values = matcher.source.find(candidate->result()))
      if (auto match = solveLayout(*values, visit.results[0], 0)) {
        matcher.accept(visit.op, *candidate, visit.results[0], *match);
        return true;
      }
  if (candidates.empty())
    return false;
  const Samples *values = matcher.source.find(candidates.front()->result());
  bool comparable = values && values->front().size() == visit.results[0][0].size();
  double relative = comparable ? layoutError(*values, visit.results[0], {}) : infinite;
  double absolute = comparable ? absoluteError(*values, visit.results[0], {}) : infinite;
  matcher.addPair(visit.op, *candidates.front(), relative, absolute);
  return true;
}

} // namespace fixcon
