// slice of all of %x, forward   ->   %x
// slice(%x : [1, 8, 6, 6], [1], [9223372036854775807], [-1])   ->   slice(%x, [1], [6], [3], [1])
//
// Starts, ends and axes count from the front inside the input's sizes, steps are given, axes
// ascend, and axes of which everything is taken are left out. By the definition of how a slice
// clamps its bounds.
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

namespace {

struct Range {
  int64_t axis, start, end, step;
  bool operator<(const Range &other) const { return axis < other.axis; }
};

int64_t fromFront(int64_t position, int64_t size) {
  return position < 0 ? std::max(position, -size - 1) + size : std::min(position, size);
}

/// What one axis takes. A backward slice that reaches the front ends at -size - 1, which no
/// clamping moves.
Range clamped(int64_t axis, int64_t start, int64_t end, int64_t step, int64_t size) {
  start = fromFront(start, size);
  end = fromFront(end, size);
  if (step > 0)
    return {axis, std::max<int64_t>(start, 0), std::max<int64_t>(end, 0), step};
  return {axis, std::clamp<int64_t>(start, -1, size - 1), end < 0 ? -size - 1 : end, step};
}

std::optional<std::vector<Range>> rangesOf(const Op &op, const Shape &shape) {
  auto starts = constantInts(op.operand(1)), ends = constantInts(op.operand(2));
  auto axes = constantInts(op.operand(3)), steps = constantInts(op.operand(4));
  if (!starts || !ends || starts->size() != ends->size() || (op.operand(3) && !axes) ||
      (op.operand(4) && !steps))
    return std::nullopt;
  auto rank = static_cast<int64_t>(shape.size());
  std::vector<Range> ranges;
  for (size_t i = 0; i < starts->size(); ++i) {
    int64_t axis = axes ? (*axes)[i] : static_cast<int64_t>(i), step = steps ? (*steps)[i] : 1;
    axis += axis < 0 ? rank : 0;
    if (axis < 0 || axis >= rank || step == 0)
      return std::nullopt;
    int64_t size = shape[static_cast<size_t>(axis)];
    Range range = clamped(axis, (*starts)[i], (*ends)[i], step, size);
    // An empty backward range has no spelling that all readers agree on.
    if (step < 0 && range.start < 0)
      return std::nullopt;
    if (step != 1 || range.start != 0 || range.end != size)
      ranges.push_back(range);
  }
  std::sort(ranges.begin(), ranges.end());
  for (size_t i = 1; i < ranges.size(); ++i)
    if (ranges[i].axis == ranges[i - 1].axis)
      return std::nullopt;
  return ranges;
}

/// A slice of all elements may still reverse them.
bool takesAllForward(const Op &op) {
  const Type &from = op.operand(0)->type(), &to = op.result()->type();
  auto steps = constantInts(op.operand(4));
  bool forward = !op.operand(4) ||
                 (steps && std::ranges::all_of(*steps, [](int64_t step) { return step > 0; }));
  return forward && from.isTensor() && from.isStatic() && from == to;
}

} // namespace

bool canonicalizeSliceForm(Op &op) {
  if (takesAllForward(op))
    return Rewriter(op).replaceRoot(op.operand(0));
  auto shape = staticShape(op.operand(0));
  auto list = shape ? rangesOf(op, *shape) : std::nullopt;
  if (!list)
    return false;
  std::vector<int64_t> columns[4];
  for (const Range &range : *list) {
    int64_t numbers[] = {range.start, range.end, range.axis, range.step};
    for (size_t i = 0; i < 4; ++i)
      columns[i].push_back(numbers[i]);
  }
  bool same = op.numOperands() == 5;
  for (unsigned i = 0; same && i < 4; ++i)
    same = constantInts(op.operand(i + 1)) == columns[i];
  if (same || list->empty())
    return false;
  Rewriter b(op);
  std::vector<Value *> operands{op.operand(0)};
  for (unsigned i = 0; i < 4; ++i)
    operands.push_back(
        b.folded(Tensor::of<int64_t>({static_cast<int64_t>(columns[i].size())}, columns[i]),
                 {op.operand(i + 1)}));
  return b.replaceRoot(b.value("slice", operands, op.attrs()));
}

} // namespace fixcon
