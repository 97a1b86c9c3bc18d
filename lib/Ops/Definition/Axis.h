// Axes of shapes: counted from either end, and the three loops around one axis.
#pragma once

#include "fixcon/IR/Type.h"

#include <optional>
#include <span>

namespace fixcon {

/// An axis in [-rank, rank) counted from the front; nullopt if it is outside.
std::optional<size_t> resolveAxis(int64_t axis, size_t rank);

/// Which axes a list names; nullopt if one is outside or named twice.
std::optional<std::vector<bool>> markAxes(std::span<const int64_t> axes, size_t rank);

/// A row-major shape seen from one axis: element (o, i, n) lies at (o * size + i) * inner + n.
struct AxisSplit {
  int64_t outer = 1, size = 1, inner = 1;
  AxisSplit(const Shape &shape, size_t axis);
};

/// Both are numbers and differ.
inline bool clash(const Dim &a, const Dim &b) {
  return a.isStatic() && b.isStatic() && a.size() != b.size();
}

/// Product of the dims from `begin` to before `end`; unknown unless all are numbers whose product
/// fits.
Dim productOf(const Dims &dims, size_t begin, size_t end);

} // namespace fixcon
