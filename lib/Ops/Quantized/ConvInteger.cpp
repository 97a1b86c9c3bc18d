// Convolution of centred integers with a 32-bit result. Sums of products of bytes are exact in
// double precision.
#include "Quantization.h"
#include "Spatial/ConvShape.h"
#include "Spatial/Convolution.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferConvInteger(InferContext &context) {
  auto dims = convDims(context, "conv_integer", context.attrs<ConvAttrs>(), context.type(0),
                       context.type(1));
  if (failed(dims))
    return failure();
  context.setResult(0, *dims ? Type::tensor(DType::I32, **dims) : Type::unranked(DType::I32));
  for (unsigned i : {2u, 3u}) {
    if (!context.has(i) || !context.type(i).isStatic())
      continue;
    auto count = elementCount(context.type(i).shape());
    bool byFilter = i == 3 && context.isRanked(1) && context.type(1).dim(0) == Dim(*count);
    if (count != 1 && !byFilter)
      return context.error("conv_integer_c5") << "zero point " << context.type(i).str();
  }
  return success();
}

static LogicalResult evalConvInteger(EvalContext &context) {
  auto attrs = context.attrs<ConvAttrs>();
  Tensor x = centered(context.in(0), context.has(2) ? &context.in(2) : nullptr, 1);
  Tensor w = centered(context.in(1), context.has(3) ? &context.in(3) : nullptr, 0);
  Tensor y(DType::F64, context.out().shape());
  auto g = ConvGeometry::of(x.shape(), y.shape(), attrs.group, convAxes(attrs, x, w));
  addConvolution(g, x.data<double>().data(), w.data<double>().data(),
                 y.mutableData<double>().data());
  context.out() = y.converted(DType::I32);
  return success();
}

OpDef defineConvInteger() {
  return OpDef("conv_integer")
      .summary("Convolution of integers less their zero points.")
      .operand("x")
      .operand("w", Role::Weight)
      .optional("x_zero_point", Role::ZeroPoint)
      .optional("w_zero_point", Role::ZeroPoint)
      .dtypes(quantizedTypes, {"x", "x_zero_point"})
      .dtypes(quantizedTypes, {"w", "w_zero_point"})
      .window()
      .attrs<ConvAttrs>()
      .infer(inferConvInteger)
      .reference(evalConvInteger)
      .onnx("ConvInteger", 10);
}

} // namespace fixcon
