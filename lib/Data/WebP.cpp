// WebP by libwebp with its defaults (smooth chroma upsampling, no dithering), which are Pillow's;
// alpha is dropped without blending. Animations are refused: a sample is one picture. The library
// writes into our pixels, whose size is checked before they are made, and returns its errors.
#include "Decoders.h"

#include <webp/decode.h>

namespace fixcon {

static const char *reasonOf(VP8StatusCode status) {
  switch (status) {
  case VP8_STATUS_NOT_ENOUGH_DATA:
    return "truncated WebP picture";
  case VP8_STATUS_OUT_OF_MEMORY:
    return "WebP picture needs more memory than there is";
  case VP8_STATUS_UNSUPPORTED_FEATURE:
    return "WebP picture has a feature that cannot be read";
  default:
    return "corrupt WebP picture";
  }
}

FailureOr<Image> decodeWebP(std::span<const std::byte> file, const std::string &path,
                            Diagnostics &diags) {
  auto fail = [&](const char *why) { return diags.error(Location::inFile(path)) << why; };
  const auto *bytes = reinterpret_cast<const uint8_t *>(file.data());
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config))
    return fail("the WebP library is of another version than its headers");
  if (auto status = WebPGetFeatures(bytes, file.size(), &config.input); status != VP8_STATUS_OK)
    return fail(reasonOf(status));
  if (config.input.has_animation)
    return fail("animated WebP picture; only still ones can be read");
  if (failed(checkImageSize(config.input.height, config.input.width, path, diags)))
    return failure();
  Image image = blankImage(config.input.height, config.input.width);
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {image.pixels.data(), 3 * config.input.width, image.pixels.size()};
  if (auto status = WebPDecode(bytes, file.size(), &config); status != VP8_STATUS_OK)
    return fail(reasonOf(status));
  return image;
}

} // namespace fixcon
