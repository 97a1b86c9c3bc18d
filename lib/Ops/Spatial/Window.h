// Sliding windows of convolutions and pools: their attributes, where they lie on an axis, and how
// many there are.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

using Ints = Attribute::Ints;

/// No kernel, stride, dilation or pad may be longer, so that products of two of them fit.
inline constexpr int64_t maxWindow = int64_t(1) << 30;

/// The attributes that every windowed op has, as ONNX spells them.
struct WindowAttrs {
  std::string autoPad = "NOTSET";
  std::optional<Ints> kernelShape, strides, dilations, pads;
  template <class V> void visit(V &v) {
    v("auto_pad", autoPad);
    v("kernel_shape", kernelShape);
    v("strides", strides);
    v("dilations", dilations);
    v("pads", pads);
  }
};

/// The windows along one axis: window o covers input positions o * stride - before + k * dilation.
struct WindowAxis {
  int64_t kernel = 1, stride = 1, dilation = 1, before = 0, after = 0;

  /// Positions from the first to the last of a window.
  int64_t extent() const { return (kernel - 1) * dilation + 1; }
  /// Windows on an input of that size; at most 0 if none fits. With `ceil` the last window may
  /// reach beyond the padding, but not start there.
  int64_t count(int64_t input, bool ceil) const;
  /// The first and one past the last k whose position is inside [0, input).
  std::pair<int64_t, int64_t> inside(int64_t window, int64_t input) const;
};

/// Checks number and range of the attributes for `rank` spatial axes; `label` is the op's name, as
/// in "<label>_w1".
LogicalResult checkWindow(const InferContext &context, const std::string &label,
                          const WindowAttrs &attrs, size_t rank);

/// One entry per spatial axis of `kernel`, from attributes that checkWindow accepted. Automatic
/// padding is resolved for those axes whose input size is a number.
std::vector<WindowAxis> windowAxes(const WindowAttrs &attrs, const Ints &kernel, const Dims &input);

/// Result sizes of the spatial axes. Reports where no window fits.
FailureOr<Dims> windowDims(const InferContext &context, const std::string &label,
                           const std::vector<WindowAxis> &axes, const WindowAttrs &attrs,
                           const Dims &input, bool ceil);

/// The spatial dims (all behind batch and channel).
inline Dims spatialDims(const Type &type) { return {type.dims().begin() + 2, type.dims().end()}; }

} // namespace fixcon
