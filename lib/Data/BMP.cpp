// BMP: uncompressed and bit-field pictures of 1, 4, 8, 16, 24 and 32 bits, bottom-up or top-down.
// Run-length coding and embedded JPEG or PNG are refused by name. Alpha is dropped.
#include "Decoders.h"

#include <algorithm>
#include <bit>

namespace fixcon {

namespace {
struct BmpReader {
  std::span<const std::byte> file;
  size_t headerSize = 0, paletteAt = 0, pixelsAt = 0;
  int64_t height = 0, width = 0;
  bool topDown = false;
  uint32_t bits = 0, compression = 0, colours = 0;
  std::array<uint32_t, 3> masks{}; ///< red, green, blue

  uint32_t le(size_t at, int bytes) const {
    uint32_t value = 0;
    for (int i = 0; i < bytes; ++i)
      value |= static_cast<uint32_t>(file[at + static_cast<size_t>(i)]) << (8 * i);
    return value;
  }
  size_t rowBytes() const { return (static_cast<size_t>(width) * bits + 31) / 32 * 4; }
  size_t entryBytes() const { return headerSize == coreHeader ? 3 : 4; }

  static constexpr size_t fileHeader = 14, coreHeader = 12, infoHeader = 40;
  static constexpr uint32_t uncompressed = 0, bitFields = 3;
};
} // namespace

static void readCoreHeader(BmpReader &in) {
  in.width = in.le(18, 2);
  in.height = in.le(20, 2);
  in.bits = in.le(24, 2);
}

static void readInfoHeader(BmpReader &in) {
  in.width = static_cast<int32_t>(in.le(18, 4));
  int64_t height = static_cast<int32_t>(in.le(22, 4));
  in.topDown = height < 0;
  in.height = in.topDown ? -height : height;
  in.bits = in.le(28, 2);
  in.compression = in.le(30, 4);
  in.colours = in.le(46, 4);
}

/// Where colours lie in a pixel without a palette: the usual places, or those that the file names.
static const char *readMasks(BmpReader &in) {
  if (in.bits == 16)
    in.masks = {0x7c00, 0x03e0, 0x001f};
  else
    in.masks = {0xff0000, 0x00ff00, 0x0000ff};
  if (in.compression == BmpReader::uncompressed)
    return nullptr;
  // The masks stand inside a long header and behind the short one: at the same place.
  size_t at = BmpReader::fileHeader + BmpReader::infoHeader;
  if (in.file.size() < at + 12)
    return "truncated BMP picture";
  for (size_t c = 0; c < 3; ++c)
    in.masks[c] = in.le(at + 4 * c, 4);
  if (in.headerSize == BmpReader::infoHeader)
    in.paletteAt += 12;
  return nullptr;
}

static const char *checkMasks(const BmpReader &in) {
  for (uint32_t mask : in.masks) {
    uint32_t run = mask >> (mask ? std::countr_zero(mask) : 0);
    bool onePiece = run && (run & (run + 1)) == 0;
    if (!onePiece || run > 255 || (in.bits < 32 && mask >> in.bits))
      return "BMP picture has colour masks that cannot be read";
  }
  return nullptr;
}

static const char *readHeader(BmpReader &in) {
  if (in.file.size() < BmpReader::fileHeader + BmpReader::coreHeader)
    return "truncated BMP picture";
  in.pixelsAt = in.le(10, 4);
  in.headerSize = in.le(14, 4);
  in.paletteAt = BmpReader::fileHeader + in.headerSize;
  bool core = in.headerSize == BmpReader::coreHeader;
  if (!core && (in.headerSize < BmpReader::infoHeader || in.headerSize > 124))
    return "BMP picture has a header of an unknown size";
  if (in.file.size() < in.paletteAt)
    return "truncated BMP picture";
  core ? readCoreHeader(in) : readInfoHeader(in);
  bool direct = in.bits == 16 || in.bits == 24 || in.bits == 32;
  bool indexed = in.bits == 1 || in.bits == 4 || in.bits == 8;
  if (!direct && !indexed)
    return "BMP picture has an unknown number of bits a pixel";
  bool plain = in.compression == BmpReader::uncompressed;
  if (!plain && !(in.compression == BmpReader::bitFields && direct))
    return "BMP picture is compressed, which cannot be read";
  return direct ? readMasks(in) : nullptr;
}

static const char *readPalette(const BmpReader &in, std::vector<std::array<uint8_t, 3>> &palette) {
  size_t count = in.colours ? in.colours : size_t(1) << in.bits;
  if (count > size_t(1) << in.bits)
    return "BMP picture has more palette entries than its pixels can name";
  if ((in.file.size() - in.paletteAt) / in.entryBytes() < count)
    return "truncated BMP picture";
  for (size_t i = 0; i < count; ++i) {
    uint32_t bgr = in.le(in.paletteAt + i * in.entryBytes(), 3);
    palette.push_back({uint8_t(bgr >> 16), uint8_t(bgr >> 8), uint8_t(bgr)});
  }
  return nullptr;
}

static bool storeIndexed(const BmpReader &in, size_t row, uint8_t *out,
                         const std::vector<std::array<uint8_t, 3>> &palette) {
  for (int64_t x = 0; x < in.width; ++x, out += 3) {
    auto bit = static_cast<size_t>(x) * in.bits;
    uint32_t index = in.le(row + bit / 8, 1) >> (8 - in.bits - bit % 8) & ((1u << in.bits) - 1);
    if (index >= palette.size())
      return false;
    std::copy(palette[index].begin(), palette[index].end(), out);
  }
  return true;
}

static void storeDirect(const BmpReader &in, size_t row, uint8_t *out) {
  int bytes = static_cast<int>(in.bits / 8);
  for (int64_t x = 0; x < in.width; ++x, row += static_cast<size_t>(bytes))
    for (uint32_t mask : in.masks) {
      uint32_t most = mask >> std::countr_zero(mask);
      uint32_t value = (in.le(row, bytes) & mask) >> std::countr_zero(mask);
      // Rounded down, as Pillow widens 5 and 6 bits.
      *out++ = static_cast<uint8_t>(value * 255 / most);
    }
}

static const char *readPixels(const BmpReader &in, Image &image) {
  bool indexed = in.bits <= 8;
  std::vector<std::array<uint8_t, 3>> palette;
  if (const char *why = indexed ? readPalette(in, palette) : checkMasks(in))
    return why;
  for (int64_t y = 0; y < in.height; ++y) {
    size_t row = in.pixelsAt + in.rowBytes() * static_cast<size_t>(y);
    int64_t line = in.topDown ? y : in.height - 1 - y;
    uint8_t *out = &image.pixels[static_cast<size_t>(line * in.width) * 3];
    if (!indexed)
      storeDirect(in, row, out);
    else if (!storeIndexed(in, row, out, palette))
      return "BMP picture names a colour outside its palette";
  }
  return nullptr;
}

FailureOr<Image> decodeBMP(std::span<const std::byte> file, const std::string &path,
                           Diagnostics &diags) {
  auto fail = [&](const char *why) { return diags.error(Location::inFile(path)) << why; };
  BmpReader in;
  in.file = file;
  if (const char *why = readHeader(in))
    return fail(why);
  if (failed(checkImageSize(in.height, in.width, path, diags)))
    return failure();
  if (in.pixelsAt > file.size() ||
      (file.size() - in.pixelsAt) / static_cast<size_t>(in.height) < in.rowBytes())
    return fail("truncated BMP picture");
  Image image = blankImage(in.height, in.width);
  if (const char *why = readPixels(in, image))
    return fail(why);
  return image;
}

} // namespace fixcon
