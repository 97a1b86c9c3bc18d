// The third strategy: an operand may hold the right elements in the wrong order.
//
//   source: %y = conv %x        target: %t = transpose %x {perm = [0, 1, 3, 2]}   %y = conv %t
//
// The other orders of the operand's elements are tried one by one. If the op then gives what its
// partner gives, the order is the fault, and it is recorded with both layouts.
#include "Matcher.h"

#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// An operand that is the source value which the candidate reads at the same place.
struct Reordering {
  Matcher &matcher;
  const Visit &visit;
  const Op &candidate;
  unsigned operand;
  std::vector<Samples> operands;

  const AlignedValue &actual() const { return *matcher.alignment.find(visit.op.operand(operand)); }

  bool tryLayouts();
  bool tryLayout(const Layout &layout);
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

bool Reordering::tryLayout(const Layout &layout) {
  const Samples &values = *matcher.source.find(actual().source);
  const Shape &held = operands[operand][0].shape();
  // The order that the source's op itself reads comes first, whatever the target's shape is.
  Shape shape = layout.keepsOrder() ? values[0].shape() : held;
  if (layout == actual().layout && shape == held)
    return false;
  auto samples = reordered(values, layout, shape);
  if (!samples)
    return false;
  std::vector<Samples> trial = operands;
  trial[operand] = std::move(*samples);
  std::vector<Samples> results = matcher.feeder.run(visit.op, trial);
  auto match = results.empty() ? std::nullopt
                               : solveLayout(*matcher.source.find(candidate.result()), results[0],
                                             matchTolerance);
  if (!match || (!match->layout.keepsOrder() && (!isConfiguredAlike(visit.op, candidate) ||
                                                 holdsWeightsOtherwise(visit.op, candidate))))
    return false;
  matcher.accept(visit.op, candidate, std::move(results[0]), *match);
  matcher.alignment.values[visit.op.result()].replaced = true;
  matcher.alignment.relayouts.push_back(
      {&visit.op, operand, actual().source, actual().layout, layout});
  return true;
}

bool Reordering::tryLayouts() {
  const AlignedValue *aligned = matcher.alignment.find(visit.op.operand(operand));
  if (!aligned || aligned->source != candidate.operand(operand) ||
      !matcher.source.find(candidate.result()))
    return false;
  const Shape &from = matcher.source.find(aligned->source)->front().shape();
  const Shape &held = operands[operand][0].shape();
  // Another axis of the same operand: a mean over rows is one over columns of what is transposed.
  if (aligned->layout.keepsOrder() && from == held && !isConfiguredAlike(visit.op, candidate))
    return false;
  for (const Layout &layout : candidateLayouts(from, held))
    if (tryLayout(layout))
      return true;
  return false;
}

} // namespace

bool reorderOperand(Matcher &matcher, const Visit &visit) {
  if (!visit.operandsAligned)
    return false;
  for (const Op *candidate : matcher.partners.readersOfSameOperands(visit.op))
    for (unsigned i = 0; i < visit.op.numOperands(); ++i)
      if (Reordering{matcher, visit, *candidate, i, matcher.feeder.operandsOf(visit.op)}
              .tryLayouts())
        return true;
  return false;
}

} // namespace fixcon
