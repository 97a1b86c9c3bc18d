// The second strategy: the source value that has the numbers of the result, whatever made it. This is
// how a region closes that the two models spell with other ops:
//
//   source: %y = layer_normalization %x        target: ... %y = add %n, %beta      (nine ops)
//
// The maker of the value becomes the partner if it is of the same kind.
#include "Matcher.h"

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// What is moved stays the source value that it was, of all that have the same elements.
static std::optional<ValueMatch> movedValue(const Matcher &matcher, const Visit &visit) {
  const OpDef *def = opDef(visit.op);
  const AlignedValue *moved = def && def->family() == Family::Movement && visit.op.numOperands() > 0
                                  ? matcher.alignment.find(visit.op.operand(0))
                                  : nullptr;
  const Samples *values = moved ? matcher.source.find(moved->source) : nullptr;
  auto match = values ? solveLayout(*values, visit.results[0], matchTolerance) : std::nullopt;
  return match ? std::optional(ValueMatch{moved->source, *match}) : std::nullopt;
}

/// Aligns a result with the source value that has its numbers; null if there is none.
static std::optional<ValueMatch> alignResult(Matcher &matcher, const Visit &visit,
                                             unsigned result) {
  if (visit.results.empty() || !visit.op.hasResult(result) ||
      !isFloat(visit.op.result(result)->type().dtype()))
    return std::nullopt;
  auto found = result == 0 ? movedValue(matcher, visit) : std::nullopt;
  if (!found)
    found = matcher.index.find(visit.results[result]);
  if (found)
    matcher.align(*visit.op.result(result), *found->source, found->match);
  return found;
}

bool matchValue(Matcher &matcher, const Visit &visit) {
  auto found = alignResult(matcher, visit, 0);
  if (!found)
    return false;
  const Op *maker = found->source->definingOp();
  if (maker && maker->name() == visit.op.name() && !matcher.alignment.isPaired(maker)) {
    const LayoutMatch &match = found->match;
    double absolute =
        absoluteError(*matcher.source.find(found->source), visit.results[0], match.layout);
    matcher.addPair(visit.op, *maker, match.error, absolute);
  }
  return true;
}

bool matchResult(Matcher &matcher, const Visit &visit, unsigned result) {
  return alignResult(matcher, visit, result).has_value();
}

} // namespace fixcon
