// Transposed convolution: every input element spreads a filter over the output,
// x [N, C, spatial...] and w [C, M/group, kernel...] give [N, M, ...]. On each axis the result has
//   stride * (in - 1) + extent + output_padding - before - after
// elements; `output_shape` or SAME padding fixes the size and what is too much is cut as padding.
#include "Convolution.h"
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

namespace {
struct ConvTransposeAttrs : WindowAttrs {
  int64_t group = 1;
  std::optional<Ints> outputPadding, outputShape;
  template <class V> void visit(V &v) {
    WindowAttrs::visit(v);
    v("group", group);
    v("output_padding", outputPadding);
    v("output_shape", outputShape);
  }
};

/// One axis of the result: its windows, as the forward convolution would see them, and its size.
struct Spread {
  WindowAxis axis;
  int64_t size = 0;
};
} // namespace

static Spread spread(const ConvTransposeAttrs &attrs, WindowAxis axis, size_t i, size_t rank,
                     int64_t input) {
  int64_t extra = attrs.outputPadding ? (*attrs.outputPadding)[i] : 0;
  int64_t full = axis.stride * (input - 1) + axis.extent() + extra;
  bool same = attrs.autoPad.starts_with("SAME");
  if (!attrs.outputShape && !same)
    return {axis, full - axis.before - axis.after};
  int64_t size = attrs.outputShape ? (*attrs.outputShape)[attrs.outputShape->size() - rank + i]
                                   : input * axis.stride;
  int64_t cut = std::max<int64_t>(0, full - size);
  axis.before = attrs.autoPad == "SAME_UPPER" ? cut / 2 : cut - cut / 2;
  axis.after = cut - axis.before;
  return {axis, size};
}

/// The windows with explicit pads only: what SAME means here is decided by spread().
static std::vector<WindowAxis> plainAxes(const ConvTransposeAttrs &attrs, const Ints &kernel) {
  return windowAxes(attrs, kernel, Dims(kernel.size()));
}

static LogicalResult checkAttrs(InferContext &context, const ConvTransposeAttrs &attrs,
                                size_t rank) {
  if (failed(checkWindow(context, "conv_transpose", attrs, rank)))
    return failure();
  if (attrs.group < 1)
    return context.error("conv_transpose_c2") << "group " << attrs.group << " is not positive";
  auto bounded = [](const Ints &list, int64_t minimum) {
    return std::all_of(list.begin(), list.end(),
                       [&](int64_t n) { return n >= minimum && n <= maxWindow; });
  };
  const auto &padding = attrs.outputPadding, &shape = attrs.outputShape;
  if (padding && (padding->size() != rank || !bounded(*padding, 0)))
    return context.error("conv_transpose_c3") << "output_padding needs " << rank << " entries >= 0";
  if (shape && ((shape->size() != rank && shape->size() != rank + 2) || !bounded(*shape, 1)))
    return context.error("conv_transpose_c4") << "output_shape needs " << rank << " positive sizes";
  return success();
}

/// M, from the filters' second dim.
static Dim channelsOf(const ConvTransposeAttrs &attrs, const Dim &perGroup) {
  if (!perGroup.isStatic())
    return {};
  auto channels = checkedMul(perGroup.size(), attrs.group);
  return channels ? Dim(*channels) : Dim();
}

static LogicalResult inferSpatial(InferContext &context, const ConvTransposeAttrs &attrs,
                                  const Ints &kernel, const Dims &input, Dims &result) {
  for (int64_t size : kernel)
    if (size < 1 || size > maxWindow)
      return context.error("conv_transpose_c5") << "kernel size " << size << " is out of range";
  auto axes = plainAxes(attrs, kernel);
  for (size_t i = 0; i < kernel.size(); ++i) {
    if (!input[i].isStatic())
      continue;
    if (input[i].size() < 1 || input[i].size() > maxWindow)
      return context.error("conv_transpose_c6") << "input size " << input[i].size();
    Spread to = spread(attrs, axes[i], i, kernel.size(), input[i].size());
    if (to.size < 1)
      return context.error("conv_transpose_c7") << "padding leaves nothing of axis " << i;
    result[i + 2] = to.size;
  }
  return success();
}

static LogicalResult inferConvTranspose(InferContext &context) {
  auto attrs = context.attrs<ConvTransposeAttrs>();
  const Type &x = context.type(0), &w = context.type(1);
  if (!x.isRanked() || !w.isRanked()) {
    context.setResult(0, Type::unranked(x.dtype()));
    return success();
  }
  if (x.rank() != w.rank() || x.rank() < 3 || x.rank() > 5)
    return context.error("conv_transpose_c1")
           << "input " << x.str() << " and filters " << w.str() << " need equal rank from 3 to 5";
  if (failed(checkAttrs(context, attrs, x.rank() - 2)))
    return failure();
  bool known = x.dim(1).isStatic();
  if (clash(x.dim(1), w.dim(0)) || (known && x.dim(1).size() % attrs.group))
    return context.error("conv_transpose_c8") << "input " << x.str() << " against filters "
                                              << w.str() << " in " << attrs.group << " groups";
  Dims result(x.rank());
  result[0] = x.dim(0);
  result[1] = channelsOf(attrs, w.dim(1));
  Ints kernel;
  for (const Dim &dim : spatialDims(w))
    if (dim.isStatic())
      kernel.push_back(dim.size());
  if (kernel.size() == x.rank() - 2 &&
      failed(inferSpatial(context, attrs, kernel, spatialDims(x), result)))
    return failure();
  context.setResult(0, Type::tensor(x.dtype(), result));
  return success();
}

static LogicalResult evalConvTranspose(EvalContext &context) {
  auto attrs = context.attrs<ConvTransposeAttrs>();
  const Tensor &x = context.in(0), &w = context.in(1);
  Tensor &y = context.out();
  auto axes = plainAxes(attrs, Ints(w.shape().begin() + 2, w.shape().end()));
  for (size_t i = 0; i < axes.size(); ++i)
    axes[i] = spread(attrs, axes[i], i, axes.size(), x.shape()[i + 2]).axis;
  auto g = ConvGeometry::of(y.shape(), x.shape(), attrs.group, axes);
  double *out = y.mutableData<double>().data();
  fillWithBias(out, g.batch, y.shape()[1], g.inputSize(),
               context.has(2) ? context.in(2).data<double>().data() : nullptr);
  addTransposedConvolution(g, x.data<double>().data(), w.data<double>().data(), out);
  return success();
}

OpDef defineConvTranspose() {
  return OpDef("conv_transpose")
      .summary("Transposed convolution of x with the filters w, plus b.")
      .operand("X")
      .operand("W", Role::Weight)
      .optional("B", Role::Bias)
      .linear({.weight = 1, .weightAxis = 1, .resultAxis = 1, .bias = 2, .blocks = "group"})
      .window({.onResult = true})
      .attrs<ConvTransposeAttrs>()
      .infer(inferConvTranspose)
      .reference(evalConvTranspose)
      .onnx("ConvTranspose");
}

} // namespace fixcon
