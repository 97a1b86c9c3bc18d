// The decoders behind readImage, one per file format, and the limits that all of them keep.
#pragma once

#include "fixcon/Data/Image.h"

#include <cstddef>
#include <span>

namespace fixcon {

/// The most pixels of a picture, decoded or resized (Pillow warns of a decompression bomb there).
inline constexpr int64_t maxPixels = 89478485;

/// Reports sizes that are not positive or exceed maxPixels.
LogicalResult checkImageSize(int64_t height, int64_t width, const std::string &path,
                             Diagnostics &diags);

/// A black picture of a size that checkImageSize() accepted.
Image blankImage(int64_t height, int64_t width);

/// Each decodes a whole file; `path` is only for diagnostics.
FailureOr<Image> decodeJPEG(std::span<const std::byte> file, const std::string &path,
                            Diagnostics &diags);
FailureOr<Image> decodePNG(std::span<const std::byte> file, const std::string &path,
                           Diagnostics &diags);
FailureOr<Image> decodeBMP(std::span<const std::byte> file, const std::string &path,
                           Diagnostics &diags);
FailureOr<Image> decodePNM(std::span<const std::byte> file, const std::string &path,
                           Diagnostics &diags);
FailureOr<Image> decodeWebP(std::span<const std::byte> file, const std::string &path,
                            Diagnostics &diags);

} // namespace fixcon
