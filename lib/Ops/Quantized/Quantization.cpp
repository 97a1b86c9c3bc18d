// Parameters of quantisation, after the ONNX operator reference (QuantizeLinear).
#include "Quantization.h"

#include "Definition/Axis.h"

#include <algorithm>

namespace fixcon {

ParameterLayout::ParameterLayout(const Shape &shape, const Shape &parameter, size_t axis,
                                 int64_t blockSize)
    : granularity(Granularity::Tensor), size(1), inner(1), blockSize(blockSize), blocks(1) {
  if (elementCount(parameter) == 1 && blockSize == 0)
    return;
  AxisSplit split(shape, axis);
  granularity = blockSize ? Granularity::Block : Granularity::Axis;
  size = split.size;
  inner = split.inner;
  blocks = blockSize ? parameter[axis] : 1;
}

size_t ParameterLayout::entry(int64_t element) const {
  if (granularity == Granularity::Tensor)
    return 0;
  int64_t i = element / inner % size;
  if (granularity == Granularity::Axis)
    return static_cast<size_t>(i);
  int64_t outer = element / inner / size;
  return static_cast<size_t>((outer * blocks + i / blockSize) * inner + element % inner);
}

static LogicalResult checkBlocks(const InferContext &context, const std::string &label, size_t axis,
                                 int64_t blockSize) {
  const Type &x = context.type(0), &scale = context.type(1);
  bool fits = scale.rank() == x.rank();
  for (size_t d = 0; fits && d < x.rank(); ++d) {
    if (!x.dim(d).isStatic())
      continue;
    int64_t size = x.dim(d).size();
    fits = !clash(scale.dim(d), d == axis ? (size + blockSize - 1) / blockSize : size);
  }
  if (fits)
    return success();
  return context.error(label + "_c3")
         << "scale " << scale.str() << " for blocks of " << blockSize << " of " << x.str();
}

static bool isSingle(const Type &type) {
  return type.isStatic() && elementCount(type.shape()) == 1;
}

/// Converters write a scale f32[1] with a zero point i32[], which leaves no doubt.
static LogicalResult checkZeroPoint(const InferContext &context, const std::string &label) {
  const Type &scale = context.type(1), &zero = context.type(2);
  if (!context.isRanked(2) || !scale.isRanked() || (isSingle(scale) && isSingle(zero)))
    return success();
  bool same = zero.rank() == scale.rank();
  for (size_t d = 0; same && d < zero.rank(); ++d)
    same = !clash(zero.dim(d), scale.dim(d));
  if (same)
    return success();
  return context.error(label + "_c2")
         << "zero point " << zero.str() << " for scale " << scale.str();
}

LogicalResult checkParameters(const InferContext &context, const std::string &label, int64_t axis,
                              int64_t blockSize) {
  const Type &x = context.type(0), &scale = context.type(1);
  if (blockSize < 0 || blockSize > INT32_MAX)
    return context.error(label + "_c1") << "block_size " << blockSize;
  if (failed(checkZeroPoint(context, label)))
    return failure();
  if (!x.isRanked() || !scale.isRanked())
    return success();
  if (isSingle(scale) && !blockSize)
    return success();
  auto at = resolveAxis(axis, x.rank());
  if (!at)
    return context.error(label + "_c1") << "axis " << axis << " is not an axis of " << x.str();
  if (blockSize)
    return checkBlocks(context, label, *at, blockSize);
  if (scale.rank() != 1 || clash(scale.dim(0), x.dim(*at)))
    return context.error(label + "_c3")
           << "scale " << scale.str() << " for axis " << axis << " of " << x.str();
  return success();
}

Tensor centered(const Tensor &q, const Tensor *zeroPoint, size_t axis) {
  Tensor result = q.converted(DType::F64);
  if (!zeroPoint)
    return result;
  ParameterLayout layout(q.shape(), zeroPoint->shape(), axis, 0);
  auto zero = zeroPoint->toDoubles();
  auto values = result.mutableData<double>();
  for (size_t i = 0; i < values.size(); ++i)
    values[i] -= zero[layout.entry(static_cast<int64_t>(i))];
  return result;
}

DynamicGrid dynamicGrid(std::span<const double> x) {
  double low = 0, high = 0;
  for (double value : x) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  double range = static_cast<float>(high) - static_cast<float>(low);
  double scale = range == 0 ? 1 / 255.0f : static_cast<float>(range) / 255.0f;
  return {scale, quantize(-low / scale, 0, DType::U8)};
}

} // namespace fixcon
