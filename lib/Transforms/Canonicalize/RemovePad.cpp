// pad %x {amounts all 0}   ->   %x
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizeRemovePad(Op &op) {
  auto amounts = constantInts(op.operand(1));
  if (!amounts || !std::all_of(amounts->begin(), amounts->end(), [](int64_t p) { return p == 0; }))
    return false;
  return Rewriter(op).replaceRoot(op.operand(0));
}

} // namespace fixcon
