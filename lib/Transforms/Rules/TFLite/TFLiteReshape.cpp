// The shape is an operand or, in old files, an option. A 0 in it is a size, not that of the operand.
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {

LogicalResult ruleTFLiteReshape(Op &, RuleBuilder &b) {
  auto option = b.take<Attribute::Ints>("new_shape");
  Value *shape = b.in(1);
  if (!shape) {
    if (!option)
      return b.error() << "no shape is given";
    shape = b.ints(*option);
  }
  AttrDict attrs;
  if (const Tensor *constant = b.weight(1); constant && std::ranges::count(constant->toInts(), 0))
    attrs.set("allowzero", 1);
  b.result(0, b.value("reshape", {b.in(0), shape}, std::move(attrs)));
  return success();
}

} // namespace fixcon
