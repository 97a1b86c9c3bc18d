// Reductions whose axes are an attribute; the core ops have them as an operand:
//
//   onnx.ReduceMean %x {axes = [2, 3]}   ->   reduce_mean %x, [2, 3]
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXReduceAxes(Op &, RuleBuilder &b) {
  auto axes = b.take<Attribute::Ints>("axes");
  return b.becomes(b.coreName(), {b.in(0), axes ? b.ints(*axes) : nullptr}, b.takeRest());
}

} // namespace fixcon
