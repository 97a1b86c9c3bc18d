// transpose %x : [1, 1, 1, 8] {perm = [0, 3, 1, 2]}   ->   reshape %x, [1, 8, 1, 1]
//
// Moving axes of size 1 past others moves no element.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizeTransposeAsReshape(Op &op) {
  auto perm = permOf(op);
  auto shape = staticShape(op.operand(0)), result = staticShape(op.result());
  if (!perm || !shape || !result || perm->size() != shape->size())
    return false;
  int64_t last = -1;
  for (int64_t axis : *perm) {
    if ((*shape)[static_cast<size_t>(axis)] == 1)
      continue;
    if (axis < last)
      return false;
    last = axis;
  }
  if (std::find(result->begin(), result->end(), 0) != result->end())
    return false;
  Rewriter b(op);
  return b.replaceRoot(b.value("reshape", {op.operand(0), b.ints(*result)}));
}

} // namespace fixcon
