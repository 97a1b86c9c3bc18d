// The kernels of convolution and its transpose in double precision, which the float, the integer
// and the quantised ops share.
#pragma once

#include "Window.h"

#include <array>

namespace fixcon {

/// Sizes of a grouped convolution; fewer than three spatial axes are led by axes of size 1.
struct ConvGeometry {
  int64_t batch = 0, groups = 1, inputsPerGroup = 0, outputsPerGroup = 0;
  std::array<int64_t, 3> input{1, 1, 1}, output{1, 1, 1};
  std::array<WindowAxis, 3> axes;

  /// From shapes [N, C, spatial...], [N, M, spatial...] and the windows of the spatial axes.
  static ConvGeometry of(const Shape &input, const Shape &output, int64_t groups,
                         const std::vector<WindowAxis> &axes);
  int64_t inputSize() const { return input[0] * input[1] * input[2]; }
  int64_t outputSize() const { return output[0] * output[1] * output[2]; }
  int64_t kernelSize() const { return axes[0].kernel * axes[1].kernel * axes[2].kernel; }
};

/// y[N, M, out] += the cross-correlation of x[N, C, in] with w[M, C/groups, kernel].
void addConvolution(const ConvGeometry &geometry, const double *x, const double *w, double *y);

/// y[N, C, in] += the transpose of addConvolution with the same geometry applied to x[N, M, out].
void addTransposedConvolution(const ConvGeometry &geometry, const double *x, const double *w,
                              double *y);

/// Each of the batch * channels planes of `size` elements starts from its channel's bias, or zero.
void fillWithBias(double *y, int64_t batch, int64_t channels, int64_t size, const double *bias);

} // namespace fixcon
