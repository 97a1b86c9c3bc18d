// conv(pad %x by 0 {[0,0,1,1, 0,0,1,1]}, %w) {pads = [0,0,0,0]}
//   -> conv(%x, %w) {pads = [1,1,1,1]}
//
// A convolution's own padding is by zeros too, so amounts add up. Batch and channels must not be
// padded, and nothing may be cut off.
#include "Canonicalize/Support/Padding.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizePadIntoConv(Op &op) {
  Op *pad = producer(op.operand(0), "pad");
  auto sum = pad ? joinedPads(op, *pad) : std::nullopt;
  auto value = pad ? paddingValue(*pad) : std::nullopt;
  if (!sum || value != 0.0)
    return false;
  Rewriter b(op, {pad});
  AttrDict attrs = op.attrs();
  attrs.set("pads", *sum);
  return b.replaceRoot(b.value("conv", {pad->operand(0), op.operand(1), op.operand(2)}, attrs));
}

} // namespace fixcon
