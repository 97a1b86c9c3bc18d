// The loss of scores: their logarithmic softmax over axis 1, which is an optional result, taken at
// the target class.
#include "ClassLoss.h"
#include "Normalization/Softmax.h"

namespace fixcon {

static LogicalResult inferSoftmaxCrossEntropy(InferContext &context) {
  if (context.op().numResults() > 1)
    context.setResult(1, context.type(0));
  return inferClassLoss(context, "softmax_cross_entropy_loss");
}

static LogicalResult evalSoftmaxCrossEntropy(EvalContext &context) {
  Tensor logProbabilities(DType::F64, context.in(0).shape());
  forEachLine(context.in(0), logProbabilities, 1, logSoftmax);
  if (failed(evalClassLoss(context, logProbabilities)))
    return failure();
  if (context.hasResult(1))
    context.out(1) = std::move(logProbabilities);
  return success();
}

OpDef defineSoftmaxCrossEntropyLoss() {
  return OpDef("softmax_cross_entropy_loss")
      .summary("Negated logarithmic softmax at the target class.")
      .operand("scores")
      .operand("labels", Role::Index)
      .optional("weights", Role::Weight)
      .results(1, 2)
      .attrs<ClassLossAttrs>()
      .infer(inferSoftmaxCrossEntropy)
      .reference(evalSoftmaxCrossEntropy)
      .onnx("SoftmaxCrossEntropyLoss", 12);
}

} // namespace fixcon
