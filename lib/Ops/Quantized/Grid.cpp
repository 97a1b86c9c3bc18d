// A grid is read off the constants of the op that rounds to it.
#include "fixcon/Ops/Grid.h"

#include "Definition/Axis.h"
#include "Quantization.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

bool isGrid(const Op &op) {
  static const OpDef *const def = opDef("fake_quantize");
  return opDef(op) == def;
}

/// The elements of a constant operand, else nothing.
static std::vector<double> numbers(const Op &op, unsigned operand) {
  const Value *value = op.operand(operand);
  return value && value->isWeight() ? value->tensor().toDoubles() : std::vector<double>();
}

static std::vector<GridRange> ranges(const std::vector<double> &scales,
                                     const std::vector<double> &zeros, DType dtype) {
  auto [lowest, highest] = rangeOf(dtype);
  std::vector<GridRange> out;
  for (size_t i = 0; i < scales.size(); ++i)
    out.push_back({scales[i], (lowest - zeros[i]) * scales[i], (highest - zeros[i]) * scales[i]});
  return out;
}

std::optional<Grid> Grid::of(const Op &op) {
  if (!isGrid(op))
    return std::nullopt;
  auto scales = numbers(op, 1), zeros = numbers(op, 2);
  if (scales.empty() || zeros.size() != scales.size() ||
      std::ranges::any_of(scales, [](double s) { return !(s > 0); }))
    return std::nullopt;
  Grid grid;
  grid.dtype = op.operand(2)->type().dtype();
  const Type &x = op.operand(0)->type();
  const Attribute axis = opDef(op)->effective(op, opDef(op)->traits().axis);
  if (x.isRanked())
    grid.axis = resolveAxis(*axis.get<int64_t>(), x.rank()).value_or(0);
  grid.rounding = grid.reading = ranges(scales, zeros, grid.dtype);
  if (auto realScales = numbers(op, 3), realZeros = numbers(op, 4);
      !realScales.empty() && realZeros.size() == realScales.size())
    grid.reading = ranges(realScales, realZeros, grid.dtype);
  return grid;
}

bool Grid::isConsistent() const {
  // The one may be written in fewer digits.
  constexpr double digits = 1e-4;
  return std::ranges::equal(rounding, reading, [](const GridRange &a, const GridRange &b) {
    return std::fabs(a.step - b.step) <= digits * a.step &&
           std::fabs(a.low - b.low) <= a.step / 2 + digits * std::fabs(a.low);
  });
}

size_t Grid::entry(int64_t element, const Shape &shape) const {
  if (!isPerAxis())
    return 0;
  AxisSplit split(shape, axis);
  return static_cast<size_t>(element / split.inner % split.size);
}

} // namespace fixcon
