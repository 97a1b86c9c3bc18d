// Clip with its bounds as attributes, whose defaults are the ends of the f32 range: no bound.
//
//   onnx.Clip %x {min = 0.0, max = 6.0}   ->   clip %x, 0.0, 6.0
#include "fixcon/Transforms/RuleBuilder.h"

#include <cmath>
#include <limits>

namespace fixcon {

static Value *bound(RuleBuilder &b, const char *name) {
  auto value = b.take<double>(name);
  if (!value || std::abs(*value) >= std::numeric_limits<float>::max())
    return nullptr;
  return b.scalarLike(b.in(0), *value);
}

LogicalResult ruleONNXClip10(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  return b.becomes("clip", {op.operand(0), bound(b, "min"), bound(b, "max")});
}

} // namespace fixcon
