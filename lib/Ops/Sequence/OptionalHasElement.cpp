// Whether an optional holds something. What is no optional is there, an absent operand is not.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

static LogicalResult inferOptionalHasElement(InferContext &context) {
  context.setResult(0, Type::tensor(DType::Bool, Shape{}));
  return success();
}

static LogicalResult evaluateOptionalHasElement(EvalContext &context) {
  bool empty =
      !context.has(0) || (context.datum(0).isOptional() && context.datum(0).elements().empty());
  context.out() = Tensor::scalar(!empty);
  return success();
}

OpDef defineOptionalHasElement() {
  return OpDef("optional_has_element")
      .summary("Whether an optional holds something.")
      .optional("input")
      .anyKind()
      .infer(inferOptionalHasElement)
      .reference(evaluateOptionalHasElement)
      .onnx("OptionalHasElement", 15);
}

} // namespace fixcon
