// Each shift gives the numbers at one place of their bytes; stacked along a new last axis they lie
// in the order of packing, so a reshape that joins the last two axes (0 keeps a dim, -1 is the
// rest) unpacks them whatever the dims are.
#include "PackedBits.h"

namespace fixcon {

Value *unpackedBits(RuleBuilder &b, Value *bytes, int64_t rank, int64_t bits) {
  if (bits == 8)
    return bytes;
  Value *mask = b.constant(Tensor::scalar(static_cast<uint8_t>((1 << bits) - 1)));
  std::vector<Value *> columns;
  for (int64_t shift = 0; shift < 8; shift += bits) {
    Value *by = b.constant(Tensor::scalar(static_cast<uint8_t>(shift)));
    Value *low = b.value("bit_shift", {bytes, by}, attrsOf({{"direction", "RIGHT"}}));
    Value *number = b.value("bitwise_and", {low, mask});
    columns.push_back(b.value("unsqueeze", {number, b.ints({rank})}));
  }
  Value *all = b.value("concat", std::move(columns), attrsOf({{"axis", rank}}));
  std::vector<int64_t> shape(static_cast<size_t>(rank), 0);
  shape.back() = -1;
  return b.value("reshape", {all, b.ints(shape)});
}

} // namespace fixcon
