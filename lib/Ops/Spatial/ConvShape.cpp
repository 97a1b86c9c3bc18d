// Shapes of convolutions: x [N, C, spatial...], w [M, C/group, kernel...] give [N, M, windows...].
#include "ConvShape.h"

#include "Definition/Axis.h"

namespace fixcon {

std::optional<Ints> kernelOf(const WindowAttrs &attrs, const Type &w) {
  if (!w.isTensor() || !w.isRanked())
    return attrs.kernelShape;
  Ints sizes;
  for (size_t i = 2; i < w.rank(); ++i) {
    if (w.dim(i).isStatic())
      sizes.push_back(w.dim(i).size());
    else if (attrs.kernelShape)
      sizes.push_back((*attrs.kernelShape)[i - 2]);
    else
      return std::nullopt;
  }
  return sizes;
}

static LogicalResult checkChannels(const InferContext &context, const std::string &label,
                                   const ConvAttrs &attrs, const Type &x, const Type &w) {
  if (attrs.group < 1)
    return context.error(label + "_c2") << "group " << attrs.group << " is not positive";
  const Dim &channels = x.dim(1), &inputs = w.dim(1), &filters = w.dim(0);
  bool known = channels.isStatic() && inputs.isStatic();
  if (known && (channels.size() % attrs.group || channels.size() / attrs.group != inputs.size()))
    return context.error(label + "_c3") << channels.size() << " channels in " << attrs.group
                                        << " groups, but the filters have " << inputs.size();
  if (filters.isStatic() && filters.size() % attrs.group)
    return context.error(label + "_c3")
           << filters.size() << " filters in " << attrs.group << " groups";
  return success();
}

FailureOr<std::optional<Dims>> convDims(const InferContext &context, const std::string &label,
                                        const ConvAttrs &attrs, const Type &x, const Type &w) {
  if (!x.isRanked() || !w.isRanked())
    return std::optional<Dims>();
  if (x.rank() != w.rank() || x.rank() < 3 || x.rank() > 5)
    return context.error(label + "_c1")
           << "input " << x.str() << " and filters " << w.str() << " need equal rank from 3 to 5";
  size_t rank = x.rank() - 2;
  if (failed(checkChannels(context, label, attrs, x, w)) ||
      failed(checkWindow(context, label, attrs, rank)))
    return failure();
  Dims result{x.dim(0), w.dim(0)};
  auto kernel = kernelOf(attrs, w);
  if (!kernel) {
    result.resize(x.rank());
    return std::optional(result);
  }
  for (size_t i = 0; i < rank; ++i)
    if ((*kernel)[i] < 1 || (*kernel)[i] > maxWindow ||
        (attrs.kernelShape && (*attrs.kernelShape)[i] != (*kernel)[i]))
      return context.error(label + "_c4") << "filters " << w.str() << " against kernel_shape";
  Dims input = spatialDims(x);
  auto windows = windowDims(context, label, windowAxes(attrs, *kernel, input), attrs, input, false);
  if (failed(windows))
    return failure();
  result.insert(result.end(), windows->begin(), windows->end());
  return std::optional(result);
}

std::vector<WindowAxis> convAxes(const ConvAttrs &attrs, const Tensor &x, const Tensor &w) {
  return windowAxes(attrs, Ints(w.shape().begin() + 2, w.shape().end()), spatialDims(typeOf(x)));
}

} // namespace fixcon
