// Numbers from a uniform distribution between two bounds, in the shape of the operand.
#include "Draw.h"

namespace fixcon {
namespace {

struct RandomUniformLikeAttrs {
  std::optional<int64_t> dtype; ///< a TensorProto.DataType; absent: the operand's
  double high = 1, low = 0;
  std::optional<double> seed;

  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("high", high);
    v("low", low);
    v("seed", seed);
  }
};

LogicalResult inferRandomUniformLike(InferContext &context) {
  return inferDrawnLike(context, context.attrs<RandomUniformLikeAttrs>().dtype);
}

LogicalResult evalRandomUniformLike(EvalContext &context) {
  auto attrs = context.attrs<RandomUniformLikeAttrs>();
  drawElements(context, attrs.seed,
               [&](Random &random) { return random.uniform(attrs.low, attrs.high); });
  return success();
}

} // namespace

OpDef defineRandomUniformLike() {
  return OpDef("random_uniform_like")
      .summary("Random numbers from a uniform distribution, in the shape of the operand.")
      .operand("input")
      .attrs<RandomUniformLikeAttrs>()
      .infer(inferRandomUniformLike)
      .reference(evalRandomUniformLike)
      .nondeterministic()
      .onnx("RandomUniformLike");
}

} // namespace fixcon
