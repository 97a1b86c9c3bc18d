// The third strategy: an operand may hold the right elements in the wrong order.
//
//   source: %y = conv %x        target: %t = transpose %x {perm = [0, 1, 3, 2]}   %y = conv %t
//
// The other orders of the operand's elements are tried one by one. If the op then gives what its
// partner gives, the order is the fault, and it is recorded with both layouts. What the op gives under an order
// is the same for all candidates, of which there are many where many ops read one value.
#include "Matcher.h"

#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Looks for the first of the candidates that gives what the op gives once one of its operands has its elements in another
/// order.
class Reordering {
public:
  Reordering(Matcher &matcher, const Visit &visit)
      : matcher(matcher), visit(visit), operands(matcher.feeder.operandsOf(visit.op)),
        candidates(matcher.partners.readersOfSameOperands(visit.op)) {}

  bool run();

private:
  struct Found {
    size_t candidate;
    unsigned operand;
    Layout layout;
    Samples result;
    LayoutMatch match;
  };
  using Places = std::vector<size_t>; ///< in the list of candidates

  void tryOperand(unsigned operand);
  Places readersAt(unsigned operand) const;
  std::vector<Samples> resultsUnder(const Layout &layout, unsigned operand) const;
  std::optional<LayoutMatch> matchOf(const Op &candidate, const Samples &result,
                                     const ValueMoments &moments) const;

  Matcher &matcher;
  const Visit &visit;
  std::vector<Samples> operands;
  std::vector<const Op *> candidates;
  std::optional<Found> best;
};

/// The source's elements under a layout on every sample; nothing where it does not fit.
std::optional<Samples> reordered(const Samples &values, const Layout &layout, const Shape &shape) {
  Samples out;
  for (const Tensor &t : values) {
    if (!isApplicable(layout, t, shape))
      return std::nullopt;
    out.push_back(applyLayout(t, layout, shape));
  }
  return out;
}

/// An op that commutes with permutations gives the right elements in some order whatever its axis: where
/// the two are configured differently, that comes first.
bool isConfiguredAlike(const Op &op, const Op &candidate) {
  if (op.attrs() != candidate.attrs())
    return false;
  const OpDef *def = opDef(op);
  for (unsigned i = 0; def && i < op.numOperands(); ++i) {
    const Value *a = op.operand(i), *b = candidate.operand(i);
    Role role = def->operandDef(i) ? def->operandDef(i)->role : Role::Data;
    bool configures = role == Role::Shape || role == Role::Hyperparameter;
    if (configures && a && b && a->isWeight() && b->isWeight() &&
        !a->tensor().identical(b->tensor()))
      return false;
  }
  return true;
}

bool areAlike(double a, double b) { return std::abs(a - b) <= 1e-5 * (std::abs(a) + std::abs(b)); }

/// Whether a learned constant of the op has the candidate's elements in another order, or along other axes: a kernel that
/// is turned gives on a turned operand what is wanted, turned, and is itself the fault.
bool holdsWeightsOtherwise(const Op &op, const Op &candidate) {
  for (unsigned i : learnedOperands(op)) {
    const Value *other = candidate.operand(i);
    if (!other || !other->isWeight() || other->tensor().isString())
      continue;
    std::vector<double> a = op.operand(i)->tensor().toDoubles(), b = other->tensor().toDoubles();
    bool meetsAlike = broadcastAlike(op.operand(i)->tensor().shape(), other->tensor().shape());
    if (std::ranges::equal(a, b, areAlike) &&
        (meetsAlike || opDef(op)->family() != Family::Elementwise))
      continue;
    std::ranges::sort(a);
    std::ranges::sort(b);
    if (std::ranges::equal(a, b, areAlike))
      return true;
  }
  return false;
}

/// What the op gives; empty where it does not run so, or that is how it runs anyhow.
std::vector<Samples> Reordering::resultsUnder(const Layout &layout, unsigned operand) const {
  const AlignedValue &actual = *matcher.alignment.find(visit.op.operand(operand));
  const Samples &values = *matcher.source.find(actual.source);
  const Shape &held = operands[operand][0].shape();
  // The order that the source's op itself reads comes first, whatever the target's shape is.
  Shape shape = layout.keepsOrder() ? values[0].shape() : held;
  if (layout == actual.layout && shape == held)
    return {};
  auto samples = reordered(values, layout, shape);
  if (!samples)
    return {};
  std::vector<Samples> trial = operands;
  trial[operand] = std::move(*samples);
  return matcher.feeder.run(visit.op, trial);
}

std::optional<LayoutMatch> Reordering::matchOf(const Op &candidate, const Samples &result,
                                               const ValueMoments &moments) const {
  if (!matcher.index.mayEqual(*candidate.result(), moments))
    return std::nullopt;
  auto match = solveLayout(*matcher.source.find(candidate.result()), result, matchTolerance);
  if (match && !match->layout.keepsOrder() &&
      (!isConfiguredAlike(visit.op, candidate) || holdsWeightsOtherwise(visit.op, candidate)))
    return std::nullopt;
  return match;
}

/// Those that read the same source value there.
Reordering::Places Reordering::readersAt(unsigned operand) const {
  Places places;
  const AlignedValue *aligned = matcher.alignment.find(visit.op.operand(operand));
  const Samples *values = aligned ? matcher.source.find(aligned->source) : nullptr;
  // Another axis of the same operand: a mean over rows is one over columns of what is transposed.
  bool isSame = values && aligned->layout.keepsOrder() &&
                values->front().shape() == operands[operand][0].shape();
  for (size_t i = 0; values && i < candidates.size(); ++i)
    if (aligned->source == candidates[i]->operand(operand) &&
        matcher.source.find(candidates[i]->result()) &&
        (!isSame || isConfiguredAlike(visit.op, *candidates[i])))
      places.push_back(i);
  return places;
}

void Reordering::tryOperand(unsigned operand) {
  const Places readers = readersAt(operand);
  if (readers.empty())
    return;
  const AlignedValue &actual = *matcher.alignment.find(visit.op.operand(operand));
  for (const Layout &layout : candidateLayouts(matcher.source.find(actual.source)->front().shape(),
                                               operands[operand][0].shape())) {
    if (best && best->candidate <= readers.front())
      return;
    auto results = resultsUnder(layout, operand);
    if (results.empty())
      continue;
    const ValueMoments moments = ValueMoments::of(results[0].front());
    for (size_t place : readers) {
      if (best && best->candidate <= place)
        break;
      if (auto match = matchOf(*candidates[place], results[0], moments)) {
        best = Found{place, operand, layout, std::move(results[0]), *match};
        break;
      }
    }
  }
}

bool Reordering::run() {
  for (unsigned i = 0; i < visit.op.numOperands(); ++i)
    tryOperand(i);
  if (!best)
    return false;
  const AlignedValue actual = *matcher.alignment.find(visit.op.operand(best->operand));
  matcher.accept(visit.op, *candidates[best->candidate], std::move(best->result), best->match);
  matcher.alignment.values[visit.op.result()].replaced = true;
  matcher.alignment.relayouts.push_back(
      {&visit.op, best->operand, actual.source, actual.layout, best->layout});
  return true;
}

} // namespace

bool reorderOperand(Matcher &matcher, const Visit &visit) {
  return visit.operandsAligned && Reordering(matcher, visit).run();
}

} // namespace fixcon
