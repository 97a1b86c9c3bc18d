// A cast to the dtype of the second operand, whose elements and shape do not matter.
#include "Convert.h"

#include "fixcon/Ops/InferContext.h"

namespace fixcon {
namespace {

struct CastLikeAttrs {
  int64_t saturate = 1;          ///< of 8-bit floats
  std::string round_mode = "up"; ///< of f8e8m0

  template <class V> void visit(V &v) {
    v("saturate", saturate);
    v("round_mode", round_mode);
  }
};

LogicalResult inferCastLike(InferContext &context) {
  const Type &from = context.type(0), &like = context.type(1);
  std::string roundMode = context.attrs<CastLikeAttrs>().round_mode;
  if (!isRoundMode(roundMode)) // c1
    return context.error("cast_like_c1") << "round_mode is '" << roundMode << "'";
  context.setResult(0, from.isRanked() ? Type::tensor(like.dtype(), from.dims())
                                       : Type::unranked(like.dtype()));
  return success();
}

LogicalResult evaluateCastLike(EvalContext &context) {
  const Op &op = context.op();
  const Tensor &in = context.in(0);
  if (!isFloat(context.out().dtype()) || !isFloat(in.dtype())) {
    bool plain = withArithmeticType(in.dtype(), [](auto) {}) &&
                 withArithmeticType(context.out().dtype(), [](auto) {});
    if (!plain)
      return convertStrings(context, op.operand(0)->type().dtype());
    context.out() = in.converted(context.out().dtype());
    return success();
  }
  DType to = op.operand(1)->type().dtype();
  auto attrs = readAttrs<CastLikeAttrs>(op);
  ScalarEvaluator<double> evaluator(
      convertFormula(Scalar::argument(0), to, attrs.saturate != 0, attrs.round_mode));
  auto from = in.data<double>();
  auto out = context.out().mutableData<double>();
  for (size_t at = 0; at < out.size(); at += evaluator.blockSize) {
    const double *arguments[] = {from.data() + at};
    evaluator.run(arguments, out.data() + at, std::min(evaluator.blockSize, out.size() - at));
  }
  return success();
}

} // namespace

OpDef defineCastLike() {
  return OpDef("cast_like")
      .summary("The first operand with the element type of the second.")
      .operand("input")
      .operand("target_type")
      .dtypes(allTypes - DTypeClass::Complex, {"input"})
      .dtypes(allTypes - DTypeClass::Complex, {"target_type"})
      .attrs<CastLikeAttrs>()
      .infer(inferCastLike)
      .reference(evaluateCastLike)
      .onnx("CastLike", 15);
}

} // namespace fixcon
