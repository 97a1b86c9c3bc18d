// Behind the walk: ops with weights inside regions that closed around them, or behind faults that
// nothing could bridge. They are paired on their weights alone, in order and one to one, and only if
// the weights are equal.
#include "Matcher.h"

#include <limits>

namespace fixcon {

/// How far the op is off its partner when it is given what the partner reads: relative and absolute;
/// infinite if it cannot be run on that, NaN if nobody knows what the partner reads and gives.
static std::pair<double, double> localError(Matcher &matcher, const Op &op, const Op &partner) {
  constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
  const Samples *wanted = matcher.source.find(partner.result());
  if (isOpaque(op) || (!wanted && matcher.sourceShadow.cause(partner.result())))
    return {notANumber, notANumber};
  const std::pair<double, double> unknown(infinite, infinite);
  std::vector<Samples> operands(op.numOperands());
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    if (!op.operand(i) || op.operand(i)->isWeight())
      continue;
    const Samples *values = partner.operand(i) ? matcher.source.find(partner.operand(i)) : nullptr;
    if (!values)
      return unknown;
    operands[i] = *values;
  }
  std::vector<Samples> out = matcher.feeder.run(op, operands);
  if (!wanted || out.empty() || out[0][0].shape() != wanted->front().shape())
    return unknown;
  Layout same = identityLayout(out[0][0].shape());
  return {layoutError(*wanted, out[0], same), absoluteError(*wanted, out[0], same)};
}

void pairLeftovers(Matcher &matcher) {
  for (const auto &op : matcher.pair.targetNormal->ops()) {
    if (!hasWeights(*op) || matcher.alignment.pairOf(op.get()))
      continue;
    auto candidates = matcher.partners.opsWithSimilarWeights(*op);
    if (candidates.empty() || matcher.partners.weightDistance(*op, *candidates[0]) >= equalWeights)
      continue;
    auto [error, absolute] = localError(matcher, *op, *candidates[0]);
    matcher.addPair(*op, *candidates[0], error, absolute);
  }
}

} // namespace fixcon
