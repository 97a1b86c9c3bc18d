// Axes of one element behind the last long one move nothing, so that rows are contiguous.
#include "Rows.h"

namespace fixcon {

int64_t rowLength(const Shape &shape) {
  for (size_t axis = shape.size(); axis-- > 0;)
    if (shape[axis] != 1)
      return shape[axis];
  return 1;
}

} // namespace fixcon
