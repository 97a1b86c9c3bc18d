// JPEG by libjpeg-turbo with its defaults (accurate integer DCT, smooth chroma upsampling), which
// are Pillow's. The library reports errors by longjmp: everything that must be destroyed lives in
// JpegReader, and the functions that the jump leaves hold nothing but plain values.
#include "Decoders.h"

#include <csetjmp>
#include <cstdio>

// libjpeg's headers need <cstdio> before them and have no include of their own.
#include <jerror.h>
#include <jpeglib.h>

namespace fixcon {

namespace {
struct JpegReader {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf onError{};
  std::span<const std::byte> file;
  Image image;
  char error[JMSG_LENGTH_MAX] = {};
  char warning[JMSG_LENGTH_MAX] = {};

  ~JpegReader() { jpeg_destroy_decompress(&info); }
};
} // namespace

template <class Info> static JpegReader &readerOf(Info *info) {
  return *static_cast<JpegReader *>(info->client_data);
}

[[noreturn]] static void stop(JpegReader &reader, const char *why) {
  std::snprintf(reader.error, sizeof reader.error, "%s", why);
  std::longjmp(reader.onError, 1);
}

[[noreturn]] static void onFatal(j_common_ptr info) {
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  stop(readerOf(info), text);
}

/// Level -1 is corrupt data that the library can step over, as Pillow does; the end of the file is
/// not, there Pillow fails too.
static void onMessage(j_common_ptr info, int level) {
  if (level >= 0)
    return;
  if (info->err->msg_code == JWRN_JPEG_EOF)
    stop(readerOf(info), "truncated JPEG picture");
  if (!readerOf(info).warning[0])
    info->err->format_message(info, readerOf(info).warning);
}

/// A progressive file of a few kilobytes can ask for thousands of passes over a huge picture.
static void onProgress(j_common_ptr common) {
  constexpr int64_t freeScans = 16, maxScans = 1000, maxWork = int64_t(1) << 31;
  auto *info = reinterpret_cast<j_decompress_ptr>(common);
  int64_t scans = info->input_scan_number;
  int64_t pixels = int64_t(info->image_width) * info->image_height;
  if (scans > maxScans || (scans > freeScans && scans * pixels > maxWork))
    stop(readerOf(common), "too many scans for a JPEG picture of this size");
}

static void start(JpegReader &reader) {
  jpeg_create_decompress(&reader.info);
  reader.info.progress = &reader.progress;
  jpeg_mem_src(&reader.info, reinterpret_cast<const unsigned char *>(reader.file.data()),
               reader.file.size());
  jpeg_read_header(&reader.info, TRUE);
  if (int64_t(reader.info.image_width) * reader.info.image_height > maxPixels)
    stop(reader, "JPEG picture has too many pixels");
}

static void chooseColours(JpegReader &reader) {
  switch (reader.info.num_components) {
  case 1:
    reader.info.out_color_space = JCS_GRAYSCALE;
    return;
  case 3:
    reader.info.out_color_space = JCS_RGB;
    return;
  case 4:
    reader.info.out_color_space = JCS_CMYK;
    return;
  default:
    stop(reader, "JPEG picture has neither 1, 3 nor 4 components");
  }
}

/// round(a * b / 255) in the integer form that Pillow uses.
static int mulDiv255(int a, int b) {
  int t = a * b + 128;
  return ((t >> 8) + t) >> 8;
}

static void storeRow(const JSAMPLE *in, int components, int64_t width, uint8_t *out) {
  for (int64_t x = 0; x < width; ++x, in += components, out += 3) {
    if (components < 4) {
      for (int c = 0; c < 3; ++c)
        out[c] = in[components == 1 ? 0 : c];
      continue;
    }
    // Adobe stores inks inverted: 255 is no ink, so that the key sample is already 255 - K.
    for (int c = 0; c < 3; ++c)
      out[c] = static_cast<uint8_t>(in[3] - mulDiv255(255 - in[c], in[3]));
  }
}

static void decode(JpegReader &reader) {
  start(reader);
  chooseColours(reader);
  jpeg_start_decompress(&reader.info);
  reader.image = blankImage(reader.info.output_height, reader.info.output_width);
  int components = reader.info.output_components;
  JSAMPARRAY row = reader.info.mem->alloc_sarray(
      reinterpret_cast<j_common_ptr>(&reader.info), JPOOL_IMAGE,
      reader.info.output_width * static_cast<JDIMENSION>(components), 1);
  while (reader.info.output_scanline < reader.info.output_height) {
    uint8_t *out =
        &reader.image.pixels[size_t(reader.info.output_scanline) * reader.info.output_width * 3];
    jpeg_read_scanlines(&reader.info, row, 1);
    storeRow(row[0], components, reader.image.width, out);
  }
  jpeg_finish_decompress(&reader.info);
}

static bool decodeGuarded(JpegReader &reader) {
  if (setjmp(reader.onError))
    return false;
  decode(reader);
  return true;
}

FailureOr<Image> decodeJPEG(std::span<const std::byte> file, const std::string &path,
                            Diagnostics &diags) {
  JpegReader reader;
  reader.file = file;
  reader.info.err = jpeg_std_error(&reader.errors);
  reader.info.client_data = &reader;
  reader.errors.error_exit = onFatal;
  reader.errors.emit_message = onMessage;
  reader.progress.progress_monitor = onProgress;
  if (!decodeGuarded(reader))
    return diags.error(Location::inFile(path)) << reader.error;
  if (reader.warning[0])
    diags.warning(Location::inFile(path)) << reader.warning << "; decoded nevertheless";
  return std::move(reader.image);
}

} // namespace fixcon
