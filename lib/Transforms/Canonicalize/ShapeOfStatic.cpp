// shape %x : [1, 3, 224, 224]   ->   the weight [1, 3, 224, 224]
//   size %x                       ->   the weight 150528
//
// A shape is known before any element is.
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizeShapeOfStatic(Op &op) {
  auto shape = staticShape(op.operand(0));
  if (!shape)
    return false;
  Rewriter b(op);
  if (op.name() == "size") {
    auto count = elementCount(*shape);
    return count && b.replaceRoot(b.scalar(*count));
  }
  auto rank = static_cast<int64_t>(shape->size());
  auto bound = [&](const char *name, int64_t fallback) {
    int64_t at = op.attrs().getOr<int64_t>(name, fallback);
    return std::clamp(at < 0 ? at + rank : at, int64_t(0), rank);
  };
  int64_t start = bound("start", 0), end = std::max(start, bound("end", rank));
  return b.replaceRoot(b.ints({shape->begin() + start, shape->begin() + end}));
}

} // namespace fixcon
