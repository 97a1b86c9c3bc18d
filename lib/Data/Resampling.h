// Resizing without antialiasing, in floats, and the way back to 8 bits.
#pragma once

#include "fixcon/Data/Image.h"

namespace fixcon {

/// Interleaved RGB as floats of the 0..255 scale.
struct FloatImage {
  int64_t height = 0, width = 0;
  std::vector<float> pixels; ///< height * width * 3
};

/// tf.image.resize without antialiasing: samples at half-pixel centres, in f32; Area averages the
/// covered box. Bicubic is Keys' with a = -1/2, weights outside the picture dropped.
FloatImage sampleAtCentres(const Image &image, int64_t height, int64_t width, Filter filter);

/// Each value rounded to nearest, ties to even, and clamped to 0..255.
Image roundedTo8Bits(const FloatImage &image);

} // namespace fixcon
