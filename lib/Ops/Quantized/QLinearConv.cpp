// Convolution of quantised tensors: the centred integers are convolved exactly, the bias (of scale
// x_scale * w_scale) is added, and the sum is requantised.
#include "Quantization.h"
#include "Spatial/ConvShape.h"
#include "Spatial/Convolution.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, XScale, XZero, W, WScale, WZero, YScale, YZero, B };
}

static LogicalResult inferQLinearConv(InferContext &context) {
  auto dims = convDims(context, "q_linear_conv", context.attrs<ConvAttrs>(), context.type(X),
                       context.type(W));
  if (failed(dims))
    return failure();
  const Dim filters = *dims ? (**dims)[1] : Dim();
  for (unsigned i : {XScale, XZero, WScale, WZero, YScale, YZero, B}) {
    if (!context.has(i) || !context.type(i).isStatic())
      continue;
    auto count = elementCount(context.type(i).shape());
    bool byFilter =
        (i == WScale || i == WZero || i == B) && filters.isStatic() && filters.size() == count;
    if (!byFilter && (count != 1 || i == B))
      return context.error("q_linear_conv_c5")
             << "operand " << i << " has " << *count << " entries";
  }
  DType dtype = context.type(YZero).dtype();
  context.setResult(0, *dims ? Type::tensor(dtype, **dims) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalQLinearConv(EvalContext &context) {
  auto attrs = context.attrs<ConvAttrs>();
  Tensor x = centered(context.in(X), &context.in(XZero), 1);
  Tensor w = centered(context.in(W), &context.in(WZero), 0);
  Tensor y(DType::F64, context.out().shape());
  auto g = ConvGeometry::of(x.shape(), y.shape(), attrs.group, convAxes(attrs, x, w));
  auto bias = context.has(B) ? context.in(B).toDoubles() : std::vector<double>();
  auto values = y.mutableData<double>();
  fillWithBias(values.data(), g.batch, y.shape()[1], g.outputSize(),
               bias.empty() ? nullptr : bias.data());
  addConvolution(g, x.data<double>().data(), w.data<double>().data(), values.data());
  double xScale = context.in(XScale).toDouble(0), yScale = context.in(YScale).toDouble(0);
  double zero = context.in(YZero).toDouble(0);
  ParameterLayout filters(y.shape(), context.in(WScale).shape(), 1, 0);
  auto wScale = context.in(WScale).toDoubles();
  for (size_t i = 0; i < values.size(); ++i) {
    double scale = xScale * wScale[filters.entry(static_cast<int64_t>(i))] / yScale;
    values[i] = quantize(values[i] * static_cast<float>(scale), zero, context.out().dtype());
  }
  context.out() = y.converted(context.out().dtype());
  return success();
}

OpDef defineQLinearConv() {
  return OpDef("q_linear_conv")
      .summary("Convolution of quantised tensors.")
      .operand("x")
      .operand("x_scale", Role::Scale)
      .operand("x_zero_point", Role::ZeroPoint)
      .operand("w", Role::Weight)
      .operand("w_scale", Role::Scale)
      .operand("w_zero_point", Role::ZeroPoint)
      .operand("y_scale", Role::Scale)
      .operand("y_zero_point", Role::ZeroPoint)
      .optional("B", Role::Bias)
      .dtypes(quantizedTypes, {"x", "x_zero_point"})
      .dtypes(quantizedTypes, {"w", "w_zero_point"})
      .dtypes(DType::I32, {"B"})
      .window()
      .attrs<ConvAttrs>()
      .infer(inferQLinearConv)
      .reference(evalQLinearConv)
      .onnx("QLinearConv", 10);
}

} // namespace fixcon
