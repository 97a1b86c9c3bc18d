// PNG by libpng: palettes, grey of 1, 2 and 4 bits and interlacing become 8-bit RGB; alpha is
// dropped without blending, colour management chunks are ignored. libpng reports errors by
// longjmp: everything that must be destroyed lives in PngReader.
#include "Decoders.h"

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <png.h>

namespace fixcon {

namespace {
struct PngReader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::jmp_buf onError{};
  std::span<const std::byte> rest;
  size_t fileSize = 0;
  std::vector<uint8_t> indices; ///< one byte a pixel, if the picture has a palette
  Image image;
  char error[160] = {};

  ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
};
} // namespace

[[noreturn]] static void stop(PngReader &reader, const char *why) {
  std::snprintf(reader.error, sizeof reader.error, "%s", why);
  std::longjmp(reader.onError, 1);
}

[[noreturn]] static void onFatal(png_structp png, png_const_charp message) {
  stop(*static_cast<PngReader *>(png_get_error_ptr(png)), message);
}

/// libpng warns of metadata that does not reach the pixels.
static void onWarning(png_structp, png_const_charp) {}

static void readBytes(png_structp png, png_bytep out, size_t count) {
  auto &reader = *static_cast<PngReader *>(png_get_io_ptr(png));
  if (count > reader.rest.size())
    stop(reader, "truncated PNG picture");
  std::memcpy(out, reader.rest.data(), count);
  reader.rest = reader.rest.subspan(count);
}

static void checkHeader(PngReader &reader) {
  if (png_get_bit_depth(reader.png, reader.info) == 16)
    stop(reader, "PNG picture has 16 bits a channel; only 8 bits can be read");
  int64_t height = png_get_image_height(reader.png, reader.info);
  int64_t width = png_get_image_width(reader.png, reader.info);
  if (height * width > maxPixels)
    stop(reader, "PNG picture has too many pixels");
  // Deflate shrinks by a factor of 1032 at best, so the file shows whether it can hold the pixels.
  size_t raw = static_cast<size_t>(height) * png_get_rowbytes(reader.png, reader.info);
  if (raw / 1032 > reader.fileSize)
    stop(reader, "truncated PNG picture");
}

/// Palettes are applied by expandPalette(): libpng would read indices behind the end as black.
static void chooseTransformations(PngReader &reader, bool indexed) {
  if (indexed) {
    png_set_packing(reader.png);
  } else {
    png_set_expand(reader.png);
    png_set_gray_to_rgb(reader.png);
    png_set_strip_alpha(reader.png);
  }
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  if (png_get_channels(reader.png, reader.info) != (indexed ? 1 : 3))
    stop(reader, "PNG picture of an unknown colour type");
}

/// `pixels` is the whole picture, because each pass of an interlaced one adds to its rows.
static void readRows(PngReader &reader, std::vector<uint8_t> &pixels, bool interlaced) {
  size_t rowBytes = pixels.size() / static_cast<size_t>(reader.image.height);
  for (int pass = 0; pass < (interlaced ? PNG_INTERLACE_ADAM7_PASSES : 1); ++pass)
    for (int64_t y = 0; y < reader.image.height; ++y)
      png_read_row(reader.png, &pixels[static_cast<size_t>(y) * rowBytes], nullptr);
  png_read_end(reader.png, nullptr);
}

static void expandPalette(PngReader &reader) {
  png_colorp palette = nullptr;
  int count = 0;
  png_get_PLTE(reader.png, reader.info, &palette, &count);
  uint8_t *out = reader.image.pixels.data();
  for (uint8_t index : reader.indices) {
    if (index >= count)
      stop(reader, "PNG picture names a colour outside its palette");
    *out++ = palette[index].red;
    *out++ = palette[index].green;
    *out++ = palette[index].blue;
  }
}

static void decode(PngReader &reader) {
  png_set_read_fn(reader.png, &reader, readBytes);
  png_read_info(reader.png, reader.info);
  checkHeader(reader);
  bool interlaced = png_get_interlace_type(reader.png, reader.info) != PNG_INTERLACE_NONE;
  bool indexed = png_get_color_type(reader.png, reader.info) == PNG_COLOR_TYPE_PALETTE;
  chooseTransformations(reader, indexed);
  reader.image = blankImage(png_get_image_height(reader.png, reader.info),
                            png_get_image_width(reader.png, reader.info));
  if (indexed)
    reader.indices.resize(reader.image.pixels.size() / 3);
  readRows(reader, indexed ? reader.indices : reader.image.pixels, interlaced);
  if (indexed)
    expandPalette(reader);
}

static bool decodeGuarded(PngReader &reader) {
  if (setjmp(reader.onError))
    return false;
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onFatal, onWarning);
  if (reader.png)
    reader.info = png_create_info_struct(reader.png);
  if (!reader.info)
    stop(reader, "out of memory");
  decode(reader);
  return true;
}

FailureOr<Image> decodePNG(std::span<const std::byte> file, const std::string &path,
                           Diagnostics &diags) {
  PngReader reader;
  reader.rest = file;
  reader.fileSize = file.size();
  if (!decodeGuarded(reader))
    return diags.error(Location::inFile(path)) << reader.error;
  return std::move(reader.image);
}

} // namespace fixcon
