// average_pool %x {pads = [0, 0, 0, 0], count_include_pad = 1}
//   -> average_pool %x {pads = [0, 0, 0, 0]}
// max_pool %x {ceil_mode = 1} where the windows fill the input   ->   max_pool %x
// max_pool %x {storage_order = 1} without its second result      ->   max_pool %x
//
// Attributes that decide nothing here: there is no padding to count, no rest to round, no index to
// give.
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

static bool leavesNoRest(const Op &op) {
  auto shape = staticShape(op.operand(0));
  const auto *pads = op.attr<Attribute::Ints>("pads"),
             *kernel = op.attr<Attribute::Ints>("kernel_shape");
  const auto *strides = op.attr<Attribute::Ints>("strides"),
             *dilations = op.attr<Attribute::Ints>("dilations");
  size_t rank = kernel ? kernel->size() : 0;
  bool known = shape && shape->size() == rank + 2 && pads->size() == 2 * rank && strides &&
               strides->size() == rank && dilations && dilations->size() == rank;
  for (size_t i = 0; known && i < rank; ++i) {
    int64_t extent = ((*kernel)[i] - 1) * (*dilations)[i] + 1;
    int64_t room = (*shape)[i + 2] + (*pads)[i] + (*pads)[i + rank] - extent;
    known = (*strides)[i] > 0 && room >= 0 && room % (*strides)[i] == 0;
  }
  return known;
}

bool canonicalizeDropUnusedWindowAttributes(Op &op) {
  const auto *pads = op.attr<Attribute::Ints>("pads");
  bool explicitPads = pads && !op.attrs().find("auto_pad");
  bool none =
      explicitPads && std::all_of(pads->begin(), pads->end(), [](int64_t p) { return p == 0; });
  bool changed = none && op.attrs().erase("count_include_pad");
  if (op.numResults() == 1)
    changed |= op.attrs().erase("storage_order");
  if (explicitPads && effectiveInt(op, "ceil_mode") && leavesNoRest(op))
    changed |= op.attrs().erase("ceil_mode");
  return changed;
}

} // namespace fixcon
