// Convolution (cross-correlation) of [N, C, spatial...] with filters [M, C/group, kernel...] over
// one to three spatial axes. Automatic padding stays an attribute and is resolved by the sizes.
#include "ConvShape.h"
#include "Convolution.h"
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferConv(InferContext &context) {
  auto attrs = context.attrs<ConvAttrs>();
  auto dims = convDims(context, "conv", attrs, context.type(0), context.type(1));
  if (failed(dims))
    return failure();
  if (context.isRanked(2) && *dims) {
    const Type &bias = context.type(2);
    if (bias.rank() != 1 || clash(bias.dim(0), (**dims)[1]))
      return context.error("conv_c5") << "bias is " << bias.str() << ", one per filter is needed";
  }
  DType dtype = context.type(0).dtype();
  context.setResult(0, *dims ? Type::tensor(dtype, **dims) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalConv(EvalContext &context) {
  auto attrs = context.attrs<ConvAttrs>();
  const Tensor &x = context.in(0), &w = context.in(1);
  Tensor &y = context.out();
  auto g = ConvGeometry::of(x.shape(), y.shape(), attrs.group, convAxes(attrs, x, w));
  double *out = y.mutableData<double>().data();
  fillWithBias(out, g.batch, y.shape()[1], g.outputSize(),
               context.has(2) ? context.in(2).data<double>().data() : nullptr);
  addConvolution(g, x.data<double>().data(), w.data<double>().data(), out);
  return success();
}

OpDef defineConv() {
  return OpDef("conv")
      .summary("Cross-correlation of x with the filters w, plus b.")
      .operand("X")
      .operand("W", Role::Weight)
      .optional("B", Role::Bias)
      .linear({.weight = 1, .weightAxis = 0, .resultAxis = 1, .bias = 2})
      .window()
      .attrs<ConvAttrs>()
      .infer(inferConv)
      .reference(evalConv)
      .onnx("Conv");
}

} // namespace fixcon
