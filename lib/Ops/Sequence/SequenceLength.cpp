// The number of elements of a sequence.
#include "Sequence.h"

namespace fixcon {

static LogicalResult inferSequenceLength(InferContext &context) {
  if (failed(sequenceElement(context, 0, "sequence_length_c1"))) // c1
    return failure();
  context.setResult(0, Type::tensor(DType::I64, Shape{}));
  return success();
}

static LogicalResult evaluateSequenceLength(EvalContext &context) {
  context.out() = Tensor::scalar(static_cast<int64_t>(context.datum(0).elements().size()));
  return success();
}

OpDef defineSequenceLength() {
  return OpDef("sequence_length")
      .summary("The number of elements of a sequence.")
      .operand("input_sequence")
      .anyKind()
      .infer(inferSequenceLength)
      .reference(evaluateSequenceLength)
      .onnx("SequenceLength", 11);
}

} // namespace fixcon
