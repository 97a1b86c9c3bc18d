// Slice with starts, ends and axes as attributes, and no steps.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXSlice9(Op &op, RuleBuilder &b) {
  auto starts = b.take<Attribute::Ints>("starts"), ends = b.take<Attribute::Ints>("ends");
  if (!starts || !ends)
    return b.error() << "starts or ends are missing";
  auto axes = b.take<Attribute::Ints>("axes");
  return b.becomes("slice",
                   {op.operand(0), b.ints(*starts), b.ints(*ends), axes ? b.ints(*axes) : nullptr});
}

} // namespace fixcon
