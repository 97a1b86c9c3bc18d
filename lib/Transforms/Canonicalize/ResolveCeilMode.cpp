// max_pool %x {ceil_mode = 1, kernel_shape = [3, 3], strides = [2, 2], ...} : 1x8x55x55 ->
// 1x8x27x27
//   -> max_pool %x {kernel_shape = [3, 3], strides = [2, 2], ...}
//
// Rounding the number of windows up changes nothing where the last window ends at the padded
// input's end on every axis: there the division is exact.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeResolveCeilMode(Op &op) {
  const auto *mode = op.attr<int64_t>("ceil_mode");
  const auto *kernel = op.attr<Attribute::Ints>("kernel_shape");
  const auto *strides = op.attr<Attribute::Ints>("strides");
  const auto *dilations = op.attr<Attribute::Ints>("dilations");
  const auto *pads = op.attr<Attribute::Ints>("pads");
  auto shape = staticShape(op.operand(0));
  if (!mode || *mode == 0 || !kernel || !strides || !dilations || !pads || !shape)
    return false;
  size_t rank = kernel->size();
  if (shape->size() != rank + 2 || pads->size() != 2 * rank)
    return false;
  for (size_t i = 0; i < rank; ++i) {
    int64_t extent = ((*kernel)[i] - 1) * (*dilations)[i] + 1;
    int64_t travel = (*shape)[i + 2] + (*pads)[i] + (*pads)[i + rank] - extent;
    if (travel < 0 || travel % (*strides)[i] != 0)
      return false;
  }
  op.attrs().erase("ceil_mode");
  return true;
}

} // namespace fixcon
