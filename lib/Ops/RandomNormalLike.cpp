// Numbers from a normal distribution with a given mean and deviation, in the shape of the operand.
#include "Draw.h"

namespace fixcon {
namespace {

struct RandomNormalLikeAttrs {
  std::optional<int64_t> dtype; ///< a TensorProto.DataType; absent: the operand's
  double mean = 0, scale = 1;
  std::optional<double> seed;

  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("mean", mean);
    v("scale", scale);
    v("seed", seed);
  }
};

LogicalResult inferRandomNormalLike(InferContext &context) {
  return inferDrawnLike(context, context.attrs<RandomNormalLikeAttrs>().dtype);
}

LogicalResult evalRandomNormalLike(EvalContext &context) {
  auto attrs = context.attrs<RandomNormalLikeAttrs>();
  drawElements(context, attrs.seed,
               [&](Random &random) { return attrs.mean + attrs.scale * random.normal(); });
  return success();
}

} // namespace

OpDef defineRandomNormalLike() {
  return OpDef("random_normal_like")
      .summary("Random numbers from a normal distribution, in the shape of the operand.")
      .operand("input")
      .attrs<RandomNormalLikeAttrs>()
      .infer(inferRandomNormalLike)
      .reference(evalRandomNormalLike)
      .nondeterministic()
      .onnx("RandomNormalLike");
}

} // namespace fixcon
