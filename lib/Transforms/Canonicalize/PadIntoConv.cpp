// conv(pad %x by 0 {[0,0,1,1, 0,0,1,1]}, %w) {pads = [0,0,0,0]}
//   -> conv(%x, %w) {pads = [1,1,1,1]}
//
// A convolution's own padding is by zeros too, so amounts add up. Batch and channels must not be
// padded, and nothing may be cut off. A transpose may stand between the two, as where channels lay last:
// it moves the amounts as it moves the axes.
#include "Canonicalize/Support/Padding.h"
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizePadIntoConv(Op &op) {
  Op *transpose = producer(op.operand(0), "transpose");
  Op *pad = producer(transpose ? transpose->operand(0) : op.operand(0), "pad");
  auto sum = pad ? joinedPads(op, *pad, transpose) : std::nullopt;
  auto value = pad ? paddingValue(*pad) : std::nullopt;
  if (!sum || value != 0.0)
    return false;
  Rewriter b(op, {pad});
  AttrDict attrs = op.attrs();
  attrs.set("pads", *sum);
  Value *x = transpose
                 ? Rewriter::moved(transposed(b, pad->operand(0), *permOf(*transpose)), {transpose})
                 : pad->operand(0);
  return b.replaceRoot(b.value("conv", {x, op.operand(1), op.operand(2)}, attrs));
}

} // namespace fixcon
