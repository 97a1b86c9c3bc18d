// The operand itself, whatever its type.
#include "Moves.h"

namespace fixcon {

static LogicalResult inferIdentity(InferContext &context) {
  context.setResult(0, context.type(0));
  return success();
}

OpDef defineIdentity() {
  return OpDef("identity")
      .summary("The operand itself.")
      .operand("input")
      .infer(inferIdentity)
      .movement(moveAfter(inferIdentity,
                          [](InferContext &, const Shape &shape) {
                            return FailureOr<IndexMap>(IndexMap::reshape(shape, shape));
                          }))
      .onnx("Identity");
}

} // namespace fixcon
