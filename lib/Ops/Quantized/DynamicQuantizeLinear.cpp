// Quantises to u8 with scale and zero point chosen so that the range of x, widened to hold 0, fits:
// scale = (max - min) / 255, zero point = round(-min / scale). The scale is an f32 by definition.
#include "Quantization.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferDynamicQuantize(InferContext &context) {
  const Type &x = context.type(0);
  context.setResult(0,
                    x.isRanked() ? Type::tensor(DType::U8, x.dims()) : Type::unranked(DType::U8));
  context.setResult(1, Type::tensor(DType::F32, Dims{}));
  context.setResult(2, Type::tensor(DType::U8, Dims{}));
  return success();
}

static LogicalResult evalDynamicQuantize(EvalContext &context) {
  auto x = context.in(0).data<double>();
  auto [scale, zero] = dynamicGrid(x);
  auto y = context.out(0).mutableData<uint8_t>();
  for (size_t i = 0; i < x.size(); ++i)
    y[i] = static_cast<uint8_t>(quantize(x[i] / scale, zero, DType::U8));
  context.out(1) = Tensor::scalar(scale);
  context.out(2) = Tensor::scalar(static_cast<uint8_t>(zero));
  return success();
}

OpDef defineDynamicQuantizeLinear() {
  return OpDef("dynamic_quantize_linear")
      .summary("Quantises to u8 by the range of x, and gives scale and zero point.")
      .operand("x")
      .results(3, 3)
      .infer(inferDynamicQuantize)
      .reference(evalDynamicQuantize)
      .onnx("DynamicQuantizeLinear", 11);
}

} // namespace fixcon
