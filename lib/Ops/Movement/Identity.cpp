// The operand itself, whatever its type.
#include "Moves.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferIdentity(InferContext &context) {
  context.setResult(0, context.type(0));
  return success();
}

/// Of what is no tensor.
static LogicalResult evaluateIdentity(EvalContext &context) {
  context.outputs[0] = context.datum(0);
  return success();
}

OpDef defineIdentity() {
  return OpDef("identity")
      .summary("The operand itself.")
      .operand("input")
      .anyKind()
      .infer(inferIdentity)
      .reference(evaluateIdentity)
      .movement(moveAfter(inferIdentity,
                          [](InferContext &, const Shape &shape) {
                            return FailureOr<IndexMap>(IndexMap::reshape(shape, shape));
                          }))
      .onnx("Identity");
}

} // namespace fixcon
