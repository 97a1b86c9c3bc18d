// Numbers from a normal distribution with a given mean and deviation, in the shape that an
// attribute lists.
#include "Draw.h"

namespace fixcon {
namespace {

struct RandomNormalAttrs {
  int64_t dtype = 1; ///< a TensorProto.DataType
  double mean = 0, scale = 1;
  std::optional<double> seed;
  std::optional<Attribute::Ints> shape;

  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("mean", mean);
    v("scale", scale);
    v("seed", seed);
    v("shape", shape);
  }
};

LogicalResult inferRandomNormal(InferContext &context) {
  auto attrs = context.attrs<RandomNormalAttrs>();
  return inferDrawn(context, attrs.shape, attrs.dtype);
}

LogicalResult evalRandomNormal(EvalContext &context) {
  auto attrs = context.attrs<RandomNormalAttrs>();
  drawElements(context, attrs.seed,
               [&](Random &random) { return attrs.mean + attrs.scale * random.normal(); });
  return success();
}

} // namespace

OpDef defineRandomNormal() {
  return OpDef("random_normal")
      .summary("Random numbers from a normal distribution, in the shape that an attribute lists.")
      .attrs<RandomNormalAttrs>()
      .infer(inferRandomNormal)
      .reference(evalRandomNormal)
      .nondeterministic()
      .onnx("RandomNormal");
}

} // namespace fixcon
