// One element of a sequence. Positions below 0 count from the end.
#include "Sequence.h"

namespace fixcon {

static LogicalResult inferSequenceAt(InferContext &context) {
  auto element = sequenceElement(context, 0, "sequence_at_c1");               // c1
  if (failed(element) || failed(checkPosition(context, 1, "sequence_at_c2"))) // c2
    return failure();
  context.setResult(0, std::move(*element));
  return success();
}

static LogicalResult evaluateSequenceAt(EvalContext &context) {
  const auto &elements = context.datum(0).elements();
  auto last = static_cast<int64_t>(elements.size()) - 1;
  auto position = readPosition(context, 1, elements.size(), last);
  if (failed(position))
    return failure();
  context.outputs[0] = elements[*position];
  return success();
}

OpDef defineSequenceAt() {
  return OpDef("sequence_at")
      .summary("One element of a sequence.")
      .operand("input_sequence")
      .operand("position", Role::Index)
      .anyKind()
      .infer(inferSequenceAt)
      .reference(evaluateSequenceAt)
      .onnx("SequenceAt", 11);
}

} // namespace fixcon
