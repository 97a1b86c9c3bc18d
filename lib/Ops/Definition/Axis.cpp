// Axis arithmetic that shape rules and kernels share.
#include "Axis.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

std::optional<size_t> resolveAxis(int64_t axis, size_t rank) {
  auto count = static_cast<int64_t>(rank);
  if (axis < -count || axis >= count)
    return std::nullopt;
  return static_cast<size_t>(axis < 0 ? axis + count : axis);
}

std::optional<std::vector<bool>> markAxes(std::span<const int64_t> axes, size_t rank) {
  std::vector<bool> marked(rank, false);
  for (int64_t axis : axes) {
    auto at = resolveAxis(axis, rank);
    if (!at || marked[*at])
      return std::nullopt;
    marked[*at] = true;
  }
  return marked;
}

AxisSplit::AxisSplit(const Shape &shape, size_t axis) {
  for (size_t i = 0; i < axis; ++i)
    outer *= shape[i];
  if (axis < shape.size())
    size = shape[axis];
  for (size_t i = axis + 1; i < shape.size(); ++i)
    inner *= shape[i];
}

Dim productOf(const Dims &dims, size_t begin, size_t end) {
  Shape numbers;
  for (size_t i = begin; i < end; ++i) {
    if (!dims[i].isStatic())
      return {};
    numbers.push_back(dims[i].size());
  }
  auto product = checkedProduct(numbers);
  return product ? Dim(*product) : Dim();
}

} // namespace fixcon
