// The part of one dim that a slice keeps.
#pragma once

#include "fixcon/IR/Type.h"

namespace fixcon {

/// Elements start, start + step, ..., `count` of them.
struct SliceRange {
  int64_t start = 0, step = 1, count = 0;
};

/// Positions count from the end if negative and are limited to the dim, as in Python. `step` is not
/// 0.
SliceRange sliceRange(int64_t dim, int64_t start, int64_t end, int64_t step);

/// The slice keeps every element of a dim whatever its size.
bool keepsWholeDim(int64_t start, int64_t end, int64_t step);

} // namespace fixcon
