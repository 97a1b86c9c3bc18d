// The shape rule of convolutions, shared by the float, the integer and the quantised op.
#pragma once

#include "Window.h"

namespace fixcon {

struct ConvAttrs : WindowAttrs {
  int64_t group = 1;
  template <class V> void visit(V &v) {
    WindowAttrs::visit(v);
    v("group", group);
  }
};

/// Dims of the result, or none if the rank is not known. Reports under `<label>_c1` to `_c4`.
FailureOr<std::optional<Dims>> convDims(const InferContext &context, const std::string &label,
                                        const ConvAttrs &attrs, const Type &x, const Type &w);

/// The windows for concrete operands that convDims accepted.
std::vector<WindowAxis> convAxes(const ConvAttrs &attrs, const Tensor &x, const Tensor &w);

/// The sizes of a kernel: of the weight's dims from 2 on, else of the attribute; nullopt if a size
/// is not known.
std::optional<Ints> kernelOf(const WindowAttrs &attrs, const Type &w);

} // namespace fixcon
