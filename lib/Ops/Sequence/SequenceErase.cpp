// A sequence without one of its elements; without the last if no position is given.
#include "Sequence.h"

namespace fixcon {

static LogicalResult inferSequenceErase(InferContext &context) {
  auto element = sequenceElement(context, 0, "sequence_erase_c1");               // c1
  if (failed(element) || failed(checkPosition(context, 1, "sequence_erase_c2"))) // c2
    return failure();
  context.setResult(0, Type::sequence(std::move(*element)));
  return success();
}

static LogicalResult evaluateSequenceErase(EvalContext &context) {
  std::vector<Datum> elements = context.datum(0).elements();
  if (elements.empty())
    return context.error() << "the sequence is empty";
  FailureOr<size_t> position = elements.size() - 1;
  if (context.has(1))
    position = readPosition(context, 1, elements.size(), static_cast<int64_t>(*position));
  if (failed(position))
    return failure();
  elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(*position));
  context.outputs[0] = withElements(context, std::move(elements));
  return success();
}

OpDef defineSequenceErase() {
  return OpDef("sequence_erase")
      .summary("A sequence without one of its elements.")
      .operand("input_sequence")
      .optional("position", Role::Index)
      .anyKind()
      .infer(inferSequenceErase)
      .reference(evaluateSequenceErase)
      .onnx("SequenceErase", 11);
}

} // namespace fixcon
