// The last strategy, behind a region that did not close: a source op with nearly the same weights lends
// its operands. If the target's op gives the source's result on them, it is that op, and what stands
// between the two sides is the region in front of it:
//
//   source: %b = relu %a   %c = conv %b, %w        target: %c = conv %a, %w
//
// With the very weights, which no other op has, it comes before the structure: where a branch around many layers is left alone, what reads
// it is no other number of what else reads it in the source.
#include "Matcher.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

/// One attempt to feed `op` what `candidate` reads.
struct Attempt {
  Matcher &matcher;
  const Visit &visit;
  const Op &candidate;

  /// Operands that are aligned are fed anew only if all are: then the target lacks an op in front.
  bool isReplaced(const Value *operand) const {
    return operand && !operand->isWeight() &&
           (visit.operandsAligned || !matcher.alignment.find(operand));
  }
  std::optional<std::vector<Samples>> operands() const;
  void replaceOperands(std::vector<Samples> fed);
  /// Where the op gives the candidate's result on what the candidate reads.
  bool run();
  /// Where it gives something else.
  bool runApart();
};

std::optional<std::vector<Samples>> Attempt::operands() const {
  std::vector<Samples> out = matcher.feeder.operandsOf(visit.op);
  for (unsigned i = 0; i < visit.op.numOperands(); ++i) {
    if (!isReplaced(visit.op.operand(i)))
      continue;
    const Value *lent = candidate.operand(i);
    const Samples *values = lent ? matcher.source.find(lent) : nullptr;
    if (!values)
      return std::nullopt;
    out[i] = *values;
  }
  return out;
}

/// What the target computed so far is not what the op needs: its users get the source's instead, or, if
/// others read it rightly, this op alone.
void Attempt::replaceOperands(std::vector<Samples> fed) {
  for (unsigned i = 0; i < visit.op.numOperands(); ++i) {
    const Value *v = visit.op.operand(i);
    if (!isReplaced(v))
      continue;
    const Value &lent = *candidate.operand(i);
    if (const AlignedValue *aligned = matcher.alignment.find(v)) {
      if (aligned->source != &lent)
        matcher.alignment.substitutions.push_back({&visit.op, i, &lent});
      continue;
    }
    Layout layout = identityLayout(fed[i][0].shape());
    matcher.feeder.set(v, std::move(fed[i]));
    matcher.replace(*v, lent, {layout, infinite});
  }
}

bool Attempt::run() {
  const Samples *wanted = matcher.source.find(candidate.result());
  auto fed = wanted ? operands() : std::nullopt;
  if (!fed)
    return false;
  std::vector<Samples> results = matcher.feeder.run(visit.op, *fed);
  double tolerance = matchTolerance;
  if (matcher.isQuantized && matcher.partners.weightDistance(visit.op, candidate) <= gridDistance)
    tolerance = gridTolerance;
  auto match = results.empty() ? std::nullopt : solveLayout(*wanted, results[0], tolerance);
  if (!match)
    return false;
  replaceOperands(std::move(*fed));
  matcher.accept(visit.op, candidate, std::move(results[0]), *match);
  return true;
}

bool Attempt::runApart() {
  auto fed = operands();
  if (!fed)
    return false;
  std::vector<Samples> results = matcher.feeder.run(visit.op, *fed);
  if (!pairApart(matcher, visit.op, candidate, results.empty() ? Samples() : results[0]))
    return false;
  replaceOperands(std::move(*fed));
  return true;
}

} // namespace

/// Layers that share weights do not tell which of them is meant.
static bool isAlone(Matcher &matcher, const Op &op, const Op &candidate) {
  return std::ranges::none_of(matcher.pair.targetNormal->ops(), [&](const auto &other) {
    return other.get() != &op && other->name() == op.name() &&
           matcher.partners.weightDistance(*other, candidate) <= equalWeights;
  });
}

bool matchWeights(Matcher &matcher, const Visit &visit) {
  if (!hasWeights(visit.op))
    return false;
  for (const Op *candidate : matcher.partners.opsWithSimilarWeights(visit.op))
    if (matcher.partners.weightDistance(visit.op, *candidate) <= equalWeights &&
        isAlone(matcher, visit.op, *candidate) && Attempt{matcher, visit, *candidate}.run())
      return true;
  return false;
}

bool matchKnown(Matcher &matcher, const Visit &visit) {
  auto known = matcher.known.find(&visit.op);
  if (known == matcher.known.end() || matcher.alignment.isPaired(known->second))
    return false;
  Attempt attempt{matcher, visit, *known->second};
  return attempt.run() || attempt.runApart();
}

bool resynchronize(Matcher &matcher, const Visit &visit) {
  if (!hasWeights(visit.op))
    return false;
  for (const Op *candidate : matcher.partners.opsWithSimilarWeights(visit.op))
    if (Attempt{matcher, visit, *candidate}.run())
      return true;
  return false;
}

} // namespace fixcon
