// Decoded pictures and the geometry applied to them.
#pragma once

#include "fixcon/Data/Recipe.h"

namespace fixcon {

/// 8 bits a channel, RGB interleaved, rows top to bottom.
struct Image {
  int64_t height = 0, width = 0;
  std::vector<uint8_t> pixels; ///< height * width * 3
};

/// JPEG, PNG, BMP, PPM or WebP by content. EXIF orientation is ignored; grey, palette, alpha and CMYK
/// become RGB as Pillow's convert("RGB") does it; 16-bit pictures are an error with a place.
FailureOr<Image> readImage(const std::string &path, Diagnostics &diags);

/// Pillow's Image.resize, bit for bit (fixed-point convolution with a widened filter).
Image resizeAntialiased(const Image &image, int64_t height, int64_t width, Filter filter);

/// The tensor of one picture under a recipe, batch axis 1, for an input of `layout` NCHW or NHWC.
/// A recipe layout that contradicts it leaves the buffer as it lies and gives it the input's shape.
FailureOr<Tensor> preprocess(const Image &image, const Recipe &recipe, ImageLayout inputLayout,
                             Diagnostics &diags);

} // namespace fixcon
