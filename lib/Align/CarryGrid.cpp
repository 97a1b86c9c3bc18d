// What is rounded to a grid is the value that it was, which goes on exact: else the rounding of one layer would hide what
// the next one does. Where the source limits the value next, and the grid's ends do the same, converters leave that op out:
//
//   source: %r = relu %a        target: %g = fake_quantize %p, ...      (%p is %a, the grid begins at 0)
//
// Then the grid is the relu's partner.
#include "Matcher.h"

#include "fixcon/Ops/Grid.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

/// A bound of an op that limits its operand; `absent` where it has none, nothing where the bound is not known.
static std::optional<double> boundOf(const Op &clamp, std::optional<double> fixed,
                                     std::optional<unsigned> operand, double absent) {
  const Value *value = operand ? clamp.operand(*operand) : nullptr;
  if (!value)
    return fixed.value_or(absent);
  if (!value->isWeight() || value->tensor().size() != 1)
    return std::nullopt;
  return value->tensor().toDouble(0);
}

/// Whether no number of the grid lies outside the bounds of the op by more than half a step.
static bool doesTheWorkOf(const Grid &grid, const Op &clamp) {
  const auto &trait = opDef(clamp)->traits().clamp;
  auto low = boundOf(clamp, trait->low, trait->lowOperand, -infinite),
       high = boundOf(clamp, {}, trait->highOperand, infinite);
  return low && high && std::ranges::all_of(grid.rounding, [&](const GridRange &range) {
           return range.low >= *low - range.step / 2 && range.high <= *high + range.step / 2;
         });
}

static bool clamps(const Op &op) {
  const OpDef *def = opDef(op);
  return def && def->traits().clamp;
}

/// The op of the source that the grid stands for as well; null if the target has one of its own, in front or behind.
static const Op *omittedClamp(const Matcher &matcher, const Op &op, const Value &source) {
  auto grid = Grid::of(op);
  if (!grid ||
      std::ranges::any_of(usersOf(*op.result()), [](const Op *user) { return clamps(*user); }))
    return nullptr;
  for (const Op *user : usersOf(source))
    if (clamps(*user) && user->operand(0) == &source && !matcher.alignment.isPaired(user) &&
        matcher.source.find(user->result()) && doesTheWorkOf(*grid, *user))
      return user;
  return nullptr;
}

bool carryGrid(Matcher &matcher, const Visit &visit) {
  const AlignedValue *aligned =
      isGrid(visit.op) ? matcher.alignment.find(visit.op.operand(0)) : nullptr;
  if (!aligned || visit.results.empty())
    return false;
  const Value &source = *aligned->source;
  const LayoutMatch match{aligned->layout, 0};
  const Op *clamp = omittedClamp(matcher, visit.op, source);
  matcher.align(*visit.op.result(), clamp ? *clamp->result() : source, match);
  if (clamp)
    matcher.addPair(visit.op, *clamp, 0, 0);
  return true;
}

} // namespace fixcon
