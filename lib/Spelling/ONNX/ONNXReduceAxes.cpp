// Reductions whose axes are an attribute. Without axes they reduce all of them; an empty list, which
// newer opsets may have as an operand, says the same unless `noop_with_empty_axes` is set.
//
//   reduce_mean %x, [2, 3]   ->   onnx.ReduceMean %x {axes = [2, 3]}
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXReduceAxes(SpellingBuilder &b) {
  auto axes = b.ints(1);
  bool none = !axes || axes->empty();
  if (none && b.attr<int64_t>("noop_with_empty_axes"))
    return b.refuse(b.foreignType + " of opset " + std::to_string(b.opset()) +
                    " always reduces (since opset 18 an empty list of axes may mean none)");
  AttrDict attrs = b.attrs();
  attrs.erase("noop_with_empty_axes");
  b.rename({b.in(0), none ? SpellingOperand() : b.in(1)}, std::move(attrs));
}

} // namespace fixcon
