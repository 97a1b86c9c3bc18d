// No number fits, nor any weights, but the op reads what a source op of the same kind reads. It is
// the place of a fault, and the walk goes on with the source's values:
//
//   source: %b = conv %a, %w        target: %q = conv %p, %v     (%p is %a, %v is not %w)
//
// Unless a normalisation that is folded into the source's op alone, for here others read what it normalises,
// makes the source's value of it.
#include "Matcher.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// The operands of the op and its partner are as large as each other: a result of another size then
/// comes from how the op is configured, and what follows can be judged on the source's. A product of
/// another width is other work, of which the source's result says nothing.
static bool haveEquallyLargeWeights(Matcher &matcher, const Op &op, const Op &partner) {
  return std::isfinite(matcher.partners.weightDistance(op, partner));
}

static bool isScaling(const Op &op) {
  const OpDef *def = opDef(op);
  bool computes = def && (def->traits().sum || def->traits().product);
  auto isData = [](const Value *v) { return v && !v->isWeight(); };
  return computes && std::ranges::count_if(op.operands(), isData) == 1;
}

/// Whether sums and products with constants, at most so many, make the wanted value of another.
static bool isMadeOf(Matcher &matcher, const Value &value, const Samples &numbers,
                     const Samples &wanted, unsigned most) {
  return std::ranges::any_of(usersOf(value), [&](const Op *op) {
    if (most == 0 || !isScaling(*op))
      return false;
    std::vector<Samples> operands(op->numOperands());
    operands[op->operand(0) == &value ? 0 : 1] = numbers;
    std::vector<Samples> results = matcher.feeder.run(*op, operands);
    return !results.empty() && (solveLayout(wanted, results[0], matchTolerance) ||
                                isMadeOf(matcher, *op->result(), results[0], wanted, most - 1));
  });
}

/// Two models that fold alike give equal layers whoever reads them.
static bool isNormalizedApart(Matcher &matcher, const Op &op, const Samples &results,
                              const Samples &wanted) {
  constexpr unsigned mostApart = 2;
  return opDef(op)->traits().linear && op.result()->uses().size() > 1 &&
         isMadeOf(matcher, *op.result(), results, wanted, mostApart);
}

bool pairApart(Matcher &matcher, const Op &op, const Op &partner, const Samples &results) {
  const Samples *values = matcher.source.find(partner.result());
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

bool pairByStructure(Matcher &matcher, const Visit &visit) {
  const Op &op = visit.op;
  auto candidates = visit.operandsAligned ? matcher.partners.readersOfSameOperands(op)
                                          : std::vector<const Op *>();
  if (candidates.empty())
    return false;
  const Op &partner = *candidates.front();
  const Samples *values = matcher.source.find(partner.result());
  Samples results = visit.results.empty() ? Samples() : visit.results[0];
  if (values && !results.empty() && isNormalizedApart(matcher, op, results, *values))
    return false;
  return pairApart(matcher, op, partner, results);
}

} // namespace fixcon
