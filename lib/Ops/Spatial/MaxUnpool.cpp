// Puts pooled elements back to where MaxPool found them, zero elsewhere. The indices count in a
// tensor of the size that the pool's attributes give; a larger output_shape adds zeros behind.
#include "Definition/Axis.h"
#include "Window.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferMaxUnpool(InferContext &context) {
  auto attrs = context.attrs<WindowAttrs>();
  const Type &x = context.type(0);
  context.setResult(0, Type::unranked(x.dtype()));
  if (!x.isRanked())
    return success();
  if (x.rank() < 3 || !attrs.kernelShape || attrs.kernelShape->size() != x.rank() - 2)
    return context.error("max_unpool_c1") << "kernel_shape does not fit " << x.str();
  if (failed(checkWindow(context, "max_unpool", attrs, x.rank() - 2)))
    return failure();
  Dims dims(x.rank());
  if (context.has(2)) {
    if (const Tensor *shape = context.value(2)) {
      if (shape->size() != static_cast<int64_t>(x.rank()))
        return context.error("max_unpool_c2") << "output_shape does not fit " << x.str();
      for (size_t i = 0; i < x.rank(); ++i)
        if (shape->toInt(static_cast<int64_t>(i)) < 0)
          return context.error("max_unpool_c2") << "a size of output_shape is negative";
        else
          dims[i] = shape->toInt(static_cast<int64_t>(i));
    }
    context.setResult(0, Type::tensor(x.dtype(), dims));
    return success();
  }
  dims[0] = x.dim(0);
  dims[1] = x.dim(1);
  auto axes = windowAxes(attrs, *attrs.kernelShape, spatialDims(x));
  for (size_t i = 0; i < axes.size(); ++i) {
    if (!x.dim(i + 2).isStatic())
      continue;
    int64_t input = std::min(x.dim(i + 2).size(), maxWindow);
    int64_t size = (input - 1) * axes[i].stride - axes[i].before - axes[i].after + axes[i].kernel;
    if (size < 0)
      return context.error("max_unpool_c3") << "padding leaves nothing of axis " << i;
    dims[i + 2] = size;
  }
  context.setResult(0, Type::tensor(x.dtype(), dims));
  return success();
}

/// The shape in which the indices count.
static Shape indexedShape(const WindowAttrs &attrs, const Shape &x) {
  Shape shape = x;
  auto axes = windowAxes(attrs, *attrs.kernelShape, Dims(x.begin() + 2, x.end()));
  for (size_t i = 0; i < axes.size(); ++i)
    shape[i + 2] =
        (x[i + 2] - 1) * axes[i].stride - axes[i].before - axes[i].after + axes[i].kernel;
  return shape;
}

static LogicalResult evalMaxUnpool(EvalContext &context) {
  const Tensor &x = context.in(0), &indices = context.in(1);
  Shape inner = indexedShape(context.attrs<WindowAttrs>(), x.shape());
  int64_t places = elementCount(inner).value_or(0);
  if (places == 0 && x.size() > 0)
    return context.error() << "the indices count in nothing";
  Shape steps = stridesOf(inner), outer = stridesOf(context.out().shape());
  auto y = context.out().mutableData<double>();
  if (indices.size() != x.size())
    return context.error() << indices.size() << " indices for " << x.size() << " elements";
  for (int64_t i = 0; i < x.size(); ++i) {
    int64_t at = indices.toInt(i), to = 0;
    bool inside = at >= 0 && at < places;
    for (size_t d = 0; inside && d < inner.size(); ++d) {
      int64_t index = at / steps[d] % inner[d];
      inside = index < context.out().shape()[d];
      to += index * outer[d];
    }
    if (!inside)
      return context.error() << "index " << at << " is outside of the result";
    y[static_cast<size_t>(to)] = x.toDouble(i);
  }
  return success();
}

OpDef defineMaxUnpool() {
  return OpDef("max_unpool")
      .summary("Puts pooled elements back to their places.")
      .operand("X")
      .operand("I", Role::Index)
      .optional("output_shape", Role::Shape)
      .attrs<WindowAttrs>()
      .infer(inferMaxUnpool)
      .reference(evalMaxUnpool)
      .onnx("MaxUnpool", 9);
}

} // namespace fixcon
