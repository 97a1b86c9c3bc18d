// Picks the decoder by the first bytes of the file, because extensions of picture collections lie.
#include "Decoders.h"

#include "fixcon/Support/CheckedMath.h"
#include "fixcon/Support/File.h"

#include <algorithm>

namespace fixcon {

LogicalResult checkImageSize(int64_t height, int64_t width, const std::string &path,
                             Diagnostics &diags) {
  auto pixels = height > 0 && width > 0 ? checkedMul(height, width) : std::nullopt;
  if (pixels && *pixels <= maxPixels)
    return success();
  return diags.error(Location::inFile(path))
         << "picture of " << width << "x" << height << " pixels; at least 1 and at most "
         << maxPixels << " pixels can be read";
}

Image blankImage(int64_t height, int64_t width) {
  Image image;
  image.height = height;
  image.width = width;
  image.pixels.resize(static_cast<size_t>(height * width * 3));
  return image;
}

namespace {
struct Format {
  std::string_view magic; ///< '?': any byte
  FailureOr<Image> (*decode)(std::span<const std::byte>, const std::string &, Diagnostics &);
};
} // namespace

static constexpr Format formats[] = {
    {"\xff\xd8\xff", decodeJPEG},
    {"\x89PNG\r\n\x1a\n", decodePNG},
    {"BM", decodeBMP},
    {"P1", decodePNM},
    {"P2", decodePNM},
    {"P3", decodePNM},
    {"P4", decodePNM},
    {"P5", decodePNM},
    {"P6", decodePNM},
    {"RIFF????WEBP", decodeWebP},
};

static bool beginsWith(std::string_view text, std::string_view magic) {
  return text.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), text.begin(),
                    [](char expected, char found) { return expected == '?' || expected == found; });
}

FailureOr<Image> readImage(const std::string &path, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  for (const Format &format : formats)
    if (beginsWith((*file)->text(), format.magic))
      return format.decode((*file)->bytes(), path, diags);
  return diags.error(Location::inFile(path)) << "is not a JPEG, PNG, BMP, PPM or WebP picture";
}

} // namespace fixcon
