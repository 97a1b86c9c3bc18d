// Sliding windows of convolutions and pools: their attributes, where they lie on an axis, and how
// many there are.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/WindowAxis.h"

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
