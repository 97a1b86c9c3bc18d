// Numbers from a uniform distribution between two bounds, in the shape that an attribute lists.
#include "Draw.h"

namespace fixcon {
namespace {

struct RandomUniformAttrs {
  int64_t dtype = 1; ///< a TensorProto.DataType
  double high = 1, low = 0;
  std::optional<double> seed;
  std::optional<Attribute::Ints> shape;

  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("high", high);
    v("low", low);
    v("seed", seed);
    v("shape", shape);
  }
};

LogicalResult inferRandomUniform(InferContext &context) {
  auto attrs = context.attrs<RandomUniformAttrs>();
  return inferDrawn(context, attrs.shape, attrs.dtype);
}

LogicalResult evalRandomUniform(EvalContext &context) {
  auto attrs = context.attrs<RandomUniformAttrs>();
  drawElements(context, attrs.seed,
               [&](Random &random) { return random.uniform(attrs.low, attrs.high); });
  return success();
}

} // namespace

OpDef defineRandomUniform() {
  return OpDef("random_uniform")
      .summary("Random numbers from a uniform distribution, in the shape that an attribute lists.")
      .attrs<RandomUniformAttrs>()
      .infer(inferRandomUniform)
      .reference(evalRandomUniform)
      .nondeterministic()
      .onnx("RandomUniform");
}

} // namespace fixcon
