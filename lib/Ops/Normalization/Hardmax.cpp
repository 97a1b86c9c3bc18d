// 1 at the first largest element along one axis, 0 elsewhere.
#include "Softmax.h"

namespace fixcon {

static void hardmax(const Line &line) {
  int64_t best = 0;
  for (int64_t i = 0; i < line.count; ++i) {
    line.out(i) = 0;
    if (line.in(i) > line.in(best))
      best = i;
  }
  if (line.count)
    line.out(best) = 1;
}

OpDef defineHardmax() {
  return lineOp("hardmax", "1 at the first maximum along an axis, else 0.", hardmax)
      .nonNegative()
      .onnx("Hardmax", 13);
}

} // namespace fixcon
