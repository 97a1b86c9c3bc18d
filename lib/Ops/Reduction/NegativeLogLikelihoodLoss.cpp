// The loss of given logarithmic probabilities.
#include "ClassLoss.h"

namespace fixcon {

OpDef defineNegativeLogLikelihoodLoss() {
  return OpDef("negative_log_likelihood_loss")
      .summary("Negated logarithmic probability of the target class.")
      .operand("input")
      .operand("target", Role::Index)
      .optional("weight", Role::Weight)
      .attrs<ClassLossAttrs>()
      .infer([](InferContext &context) {
        return inferClassLoss(context, "negative_log_likelihood_loss");
      })
      .reference([](EvalContext &context) { return evalClassLoss(context, context.in(0)); })
      .onnx("NegativeLogLikelihoodLoss", 12);
}

} // namespace fixcon
