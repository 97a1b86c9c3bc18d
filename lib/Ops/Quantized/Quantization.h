// What the quantising ops share: where the scale of an element lies, and centring by zero points.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Tensor/Quantize.h"

namespace fixcon {

/// Maps elements of a tensor to entries of a parameter that is given once, once for each index of
/// an axis, or once for each block of `blockSize` elements along the axis.
class ParameterLayout {
public:
  ParameterLayout(const Shape &shape, const Shape &parameter, size_t axis, int64_t blockSize);
  size_t entry(int64_t element) const;

private:
  enum class Granularity { Tensor, Axis, Block } granularity;
  int64_t size, inner, blockSize, blocks;
};

/// Checks the parameters of QuantizeLinear and DequantizeLinear (operands 1 and 2) against the
/// operand. Reports under `<label>_c1` to `_c3`.
LogicalResult checkParameters(const InferContext &context, const std::string &label, int64_t axis,
                              int64_t blockSize);

/// q - zero point in f64; a null zero point is zero. The zero point has one entry, or one for each
/// index of `axis`.
Tensor centered(const Tensor &q, const Tensor *zeroPoint, size_t axis);

/// Scale and zero point of bytes that hold the range of the data, widened to hold 0, as
/// DynamicQuantizeLinear chooses them; the scale is an f32.
struct DynamicGrid {
  double scale, zeroPoint;
};
DynamicGrid dynamicGrid(std::span<const double> x);

} // namespace fixcon
