// y = x when the model predicts, with a mask that is true everywhere. In training mode (which a
// converted model should not be in) each element is zeroed with probability `ratio` and the rest is
// scaled by 1 / (1 - ratio).
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Random.h"

namespace fixcon {
namespace {

struct DropoutAttrs {
  std::optional<int64_t> seed;

  template <class V> void visit(V &v) { v("seed", seed); }
};

LogicalResult inferDropout(InferContext &context) {
  const Type &data = context.type(0);
  context.setResult(0, data);
  context.setResult(1, data.isRanked() ? Type::tensor(DType::Bool, data.dims())
                                       : Type::unranked(DType::Bool));
  return success();
}

LogicalResult drop(EvalContext &context, double ratio, std::span<bool> mask) {
  if (!(ratio >= 0 && ratio < 1)) // c2
    return context.error("dropout_c2") << "ratio is " << ratio;
  auto seed = context.attrs<DropoutAttrs>().seed;
  Random random(seed ? static_cast<uint64_t>(*seed) : context.seed);
  auto out = context.out().mutableData<double>();
  for (size_t i = 0; i < out.size(); ++i) {
    mask[i] = !random.chance(ratio);
    out[i] = mask[i] ? out[i] / (1 - ratio) : 0;
  }
  return success();
}

LogicalResult evaluateDropout(EvalContext &context) {
  context.out() = context.in(0);
  Tensor mask(DType::Bool, context.in(0).shape());
  auto kept = mask.mutableData<bool>();
  std::fill(kept.begin(), kept.end(), true);
  bool training = context.has(2) && context.in(2).size() == 1 && context.in(2).toInt(0) != 0;
  double ratio = context.has(1) && context.in(1).size() == 1 ? context.in(1).toDouble(0) : 0.5;
  if (training && ratio != 0 && failed(drop(context, ratio, kept)))
    return failure();
  if (context.outputs.size() > 1)
    context.out(1) = mask;
  return success();
}

} // namespace

OpDef defineDropout() {
  return OpDef("dropout")
      .summary("The data as it is; in training mode with random elements zeroed.")
      .operand("data")
      .optional("ratio", Role::Hyperparameter)
      .optional("training_mode", Role::Hyperparameter)
      .dtypes(DType::Bool, {"training_mode"})
      .results(1, 2)
      .attrs<DropoutAttrs>()
      .nondeterministic()
      .infer(inferDropout)
      .reference(evaluateDropout)
      .onnx("Dropout", 12);
}

} // namespace fixcon
