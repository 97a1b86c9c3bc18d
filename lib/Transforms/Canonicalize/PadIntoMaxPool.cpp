// max_pool(pad %x by -inf {amounts}) {pads = p}   ->   max_pool(%x) {pads = p + amounts}
//
// A max pool's own padding never wins. Padding by a finite number may win and is another function,
// unless every element of %x is at least that number; each window must then hold an element of %x.
// Not with ceil_mode, where the last window's place depends on what is padding.
#include "Canonicalize/Support/Padding.h"
#include "Canonicalize/Support/Sign.h"
#include "fixcon/Transforms/Rewrite.h"

#include <limits>

namespace fixcon {

bool canonicalizePadIntoMaxPool(Op &op) {
  Op *pad = producer(op.operand(0), "pad");
  auto sum = pad ? joinedPads(op, *pad) : std::nullopt;
  auto value = pad ? paddingValue(*pad) : std::nullopt;
  if (!sum || !value || op.numResults() != 1 || effectiveInt(op, "ceil_mode") ||
      !shorterThanWindow(op, *sum))
    return false;
  bool neverWins = *value <= std::numeric_limits<float>::lowest() ||
                   (*value <= 0 && isNonNegative(pad->operand(0)));
  if (!neverWins)
    return false;
  Rewriter b(op, {pad});
  AttrDict attrs = op.attrs();
  attrs.set("pads", *sum);
  return b.replaceRoot(b.value("max_pool", {pad->operand(0)}, attrs));
}

} // namespace fixcon
