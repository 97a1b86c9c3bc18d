// Slice as ONNX defines it, which is Python's. Bounds at or beyond INT32_MAX and its negative mean
// "to the end": ONNX advises them for dims whose size is not known, so a slice with them keeps a
// dim of any size whole.
#include "SliceRange.h"

#include <algorithm>

namespace fixcon {

SliceRange sliceRange(int64_t dim, int64_t start, int64_t end, int64_t step) {
  if (dim == 0)
    return {};
  // Longer steps leave the dim just the same, and do not overflow.
  step = std::clamp(step, -dim, dim);
  int64_t lowest = step < 0 ? -1 : 0, highest = step < 0 ? dim - 1 : dim;
  start = std::clamp(start < 0 ? start + dim : start, step < 0 ? int64_t(-1) : int64_t(0), highest);
  end = std::clamp(end < 0 ? end + dim : end, lowest, highest);
  int64_t span = step < 0 ? start - end : end - start, stride = std::abs(step);
  return {start, step, span <= 0 ? 0 : (span - 1) / stride + 1};
}

bool keepsWholeDim(int64_t start, int64_t end, int64_t step) {
  constexpr int64_t far = INT32_MAX;
  if (step == 1)
    return start == 0 && end >= far;
  return step == -1 && (start == -1 || start >= far) && end <= -far;
}

} // namespace fixcon
