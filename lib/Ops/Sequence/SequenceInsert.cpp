// A sequence with one more element, in front of a position; at the end if none is given.
#include "Sequence.h"

#include "fixcon/IR/TypeLattice.h"

namespace fixcon {

static LogicalResult inferSequenceInsert(InferContext &context) {
  auto element = sequenceElement(context, 0, "sequence_insert_c1");               // c1
  if (failed(element) || failed(checkPosition(context, 2, "sequence_insert_c2"))) // c2
    return failure();
  Type both = join(*element, context.type(1));
  if (!context.type(1).isTensor() || !both.isTensor()) // c3
    return context.error("sequence_insert_c3")
           << context.type(1).str() << " beside elements that are " << element->str();
  context.setResult(0, Type::sequence(std::move(both)));
  return success();
}

static LogicalResult evaluateSequenceInsert(EvalContext &context) {
  std::vector<Datum> elements = context.datum(0).elements();
  size_t count = elements.size();
  FailureOr<size_t> position = count;
  if (context.has(2))
    position = readPosition(context, 2, count, static_cast<int64_t>(count));
  if (failed(position))
    return failure();
  elements.insert(elements.begin() + static_cast<std::ptrdiff_t>(*position), context.datum(1));
  context.outputs[0] = withElements(context, std::move(elements));
  return success();
}

OpDef defineSequenceInsert() {
  return OpDef("sequence_insert")
      .summary("A sequence with one more element.")
      .operand("input_sequence")
      .operand("tensor")
      .optional("position", Role::Index)
      .anyKind()
      .infer(inferSequenceInsert)
      .reference(evaluateSequenceInsert)
      .onnx("SequenceInsert", 11);
}

} // namespace fixcon
