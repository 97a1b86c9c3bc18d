// What an optional holds; anything else holds itself.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

static LogicalResult inferOptionalGetElement(InferContext &context) {
  const Type &input = context.type(0);
  context.setResult(0, input.kind() == Type::Kind::Optional ? input.inner() : input);
  return success();
}

static LogicalResult evaluateOptionalGetElement(EvalContext &context) {
  const Datum &input = context.datum(0);
  if (input.isOptional() && input.elements().empty())
    return context.error() << "the optional holds nothing";
  context.outputs[0] = input.isOptional() ? input.elements().front() : input;
  return success();
}

OpDef defineOptionalGetElement() {
  return OpDef("optional_get_element")
      .summary("What an optional holds.")
      .operand("input")
      .anyKind()
      .infer(inferOptionalGetElement)
      .reference(evaluateOptionalGetElement)
      .onnx("OptionalGetElement", 15);
}

} // namespace fixcon
