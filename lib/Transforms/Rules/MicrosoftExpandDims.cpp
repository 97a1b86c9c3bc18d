// ExpandDims: one axis more, at the place that the second operand names.
#include "fixcon/Ops/ElementCode.h"
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftExpandDims(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  Value *axis = b.value("cast", {b.in(1)}, attrsOf({{"to", codeOf(DType::I64)}}));
  return b.becomes("unsqueeze", {b.in(0), b.value("reshape", {axis, b.ints({1})})});
}

} // namespace fixcon
