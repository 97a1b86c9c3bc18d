// Shapes and windows of pools; divisors after the ONNX reference of AveragePool.
#include "Pool.h"

namespace fixcon {

FailureOr<std::optional<Dims>> poolDims(const InferContext &context, const std::string &label,
                                        const PoolAttrs &attrs) {
  if (!context.isRanked(0))
    return std::optional<Dims>();
  const Type &x = context.type(0);
  if (x.rank() < 3 || x.rank() > 5)
    return context.error(label + "_c1") << x.str() << " needs a rank from 3 to 5";
  if (!attrs.kernelShape)
    return context.error(label + "_c2") << "kernel_shape is missing";
  if (failed(checkWindow(context, label, attrs, x.rank() - 2)))
    return failure();
  Dims input = spatialDims(x);
  auto windows = windowDims(context, label, windowAxes(attrs, *attrs.kernelShape, input), attrs,
                            input, attrs.ceilMode != 0);
  if (failed(windows))
    return failure();
  Dims result{x.dim(0), x.dim(1)};
  result.insert(result.end(), windows->begin(), windows->end());
  return std::optional(result);
}

PoolGeometry::PoolGeometry(const PoolAttrs &attrs, const Shape &in, const Shape &out) {
  planes = in[0] * in[1];
  Dims spatial(in.begin() + 2, in.end());
  auto resolved = windowAxes(attrs, *attrs.kernelShape, spatial);
  size_t lead = 3 - resolved.size();
  for (size_t i = 0; i < resolved.size(); ++i) {
    input[lead + i] = in[i + 2];
    output[lead + i] = out[i + 2];
    axes[lead + i] = resolved[i];
  }
}

int64_t PoolWindow::count() const {
  int64_t elements = 1;
  for (auto [first, last] : range)
    elements *= last - first;
  return elements;
}

int64_t PoolWindow::countWithPadding() const {
  int64_t elements = 1;
  for (size_t i = 0; i < 3; ++i) {
    WindowAxis shifted = g.axes[i];
    shifted.before = 0;
    auto [first, last] = shifted.inside(index[i], g.input[i] + g.axes[i].before + g.axes[i].after);
    elements *= last - first;
  }
  return elements;
}

LogicalResult inferGlobalPool(InferContext &context, const std::string &label) {
  const Type &x = context.type(0);
  if (!x.isRanked()) {
    context.setResult(0, x);
    return success();
  }
  if (x.rank() < 2)
    return context.error(label + "_c1") << x.str() << " has no batch and channel";
  Dims dims(x.rank(), 1);
  dims[0] = x.dim(0);
  dims[1] = x.dim(1);
  context.setResult(0, Type::tensor(x.dtype(), dims));
  return success();
}

} // namespace fixcon
