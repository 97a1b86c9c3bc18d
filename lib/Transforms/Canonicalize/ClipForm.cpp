// min(relu %x, 6)             ->   clip(%x, 0, 6)
// clip(clip(%x, a, b), c, d)  ->   clip(%x, max(a, c), min(b, d))
// clip(%x, 0, none)           ->   relu %x
// max(%x, c), min(%x, c)      ->   clip(%x, c, none), clip(%x, none, c)
//
// A chain of bounds by scalar constants is one interval if it is not empty. Bounds at the ends of
// the f32 range are none.
#include "fixcon/Transforms/Rewrite.h"

#include <cmath>
#include <limits>

namespace fixcon {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Bounds {
  double low = -infinity, high = infinity;
};

/// A bound of the whole f32 range is none.
double unlessWhole(double bound) {
  if (std::abs(bound) >= std::numeric_limits<float>::max())
    return bound < 0 ? -infinity : infinity;
  return bound;
}

/// Sets `bound` to the operand, if there is one; false if it is no constant, or widens the result.
bool readBound(const Op &op, const std::optional<unsigned> &operand, double &bound) {
  const Value *given = operand ? op.operand(*operand) : nullptr;
  if (!given)
    return true;
  auto value = constantScalar(given);
  bool widens = rankOf(given).value_or(0) > rankOf(op.operand(0)).value_or(0);
  if (!value || std::isnan(*value) || widens)
    return false;
  bound = unlessWhole(*value);
  return true;
}

std::optional<Bounds> boundsOf(const Op &op) {
  if (!op.numOperands() || !op.operand(0)->type().isTensor() ||
      !isFloat(op.operand(0)->type().dtype()))
    return std::nullopt;
  const auto &clamp = traitsOf(op).clamp;
  // A variadic op may have more operands than one bound.
  if (!clamp ||
      op.numOperands() > 1u + clamp->lowOperand.has_value() + clamp->highOperand.has_value())
    return std::nullopt;
  Bounds bounds{clamp->low.value_or(-infinity), infinity};
  if (!readBound(op, clamp->lowOperand, bounds.low) ||
      !readBound(op, clamp->highOperand, bounds.high))
    return std::nullopt;
  return bounds;
}

bool isCanonical(const Op &op, const Bounds &bounds) {
  if (op.name() == "relu")
    return true;
  bool isRelu = bounds.low == 0 && bounds.high == infinity;
  bool none = bounds.low == -infinity && bounds.high == infinity;
  return op.name() == "clip" && !isRelu && !none &&
         (op.operand(1) != nullptr) == (bounds.low != -infinity) &&
         (op.operand(2) != nullptr) == (bounds.high != infinity);
}

Value *spell(Rewriter &b, Value *x, const Bounds &bounds) {
  if (bounds.low == -infinity && bounds.high == infinity)
    return x;
  if (bounds.low == 0 && bounds.high == infinity)
    return b.value("relu", {x});
  return b.value("clip", {x, bounds.low == -infinity ? nullptr : b.scalarLike(x, bounds.low),
                          bounds.high == infinity ? nullptr : b.scalarLike(x, bounds.high)});
}

} // namespace

bool canonicalizeClipForm(Op &op) {
  auto own = boundsOf(op);
  if (!own)
    return false;
  Op *inner = op.operand(0)->definingOp();
  auto first = inner ? boundsOf(*inner) : std::nullopt;
  Bounds all = *own;
  if (first) {
    all = {std::max(first->low, own->low), std::min(first->high, own->high)};
    if (all.low > all.high)
      return false;
  }
  if (!first && isCanonical(op, all))
    return false;
  Rewriter b(op, {first ? inner : nullptr});
  return b.replaceRoot(spell(b, first ? inner->operand(0) : op.operand(0), all));
}

} // namespace fixcon
