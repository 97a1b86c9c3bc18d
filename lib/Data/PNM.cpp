// PBM, PGM and PPM, plain and raw. Samples whose maximum is not 255 are scaled to it and rounded
// to nearest, ties to even, as Pillow does; more than 8 bits a sample are refused.
#include "Decoders.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
/// What follows the magic number, and where the reader stands.
struct PnmReader {
  std::string_view text;
  size_t pos = 2;
  bool plain = false;
  int channels = 1;
  int64_t maximum = 1; ///< 1 for bitmaps, whose ones are black
  bool bitmap = false;
  int64_t height = 0, width = 0;

  size_t left() const { return text.size() - pos; }
  uint8_t scaled(int64_t sample) const;
  void skipBlank();
  std::optional<int64_t> number();
};
} // namespace

static bool isSpace(char c) { return std::string_view(" \t\n\v\f\r").find(c) != std::string::npos; }

uint8_t PnmReader::scaled(int64_t sample) const {
  if (bitmap)
    return sample ? 0 : 255;
  double value = std::nearbyint(double(sample) / double(maximum) * 255);
  return static_cast<uint8_t>(std::min(value, 255.0));
}

void PnmReader::skipBlank() {
  while (left() && (isSpace(text[pos]) || text[pos] == '#')) {
    if (text[pos] == '#')
      pos = std::min(text.find('\n', pos), text.size() - 1);
    ++pos;
  }
}

std::optional<int64_t> PnmReader::number() {
  skipBlank();
  int64_t value = 0;
  size_t begin = pos;
  constexpr size_t maxDigits = 10;
  for (; left() && text[pos] >= '0' && text[pos] <= '9' && pos - begin < maxDigits; ++pos)
    value = value * 10 + (text[pos] - '0');
  return pos == begin ? std::nullopt : std::optional(value);
}

static const char *readHeader(PnmReader &in) {
  char kind = in.text[1];
  in.plain = kind <= '3';
  in.bitmap = kind == '1' || kind == '4';
  in.channels = kind == '3' || kind == '6' ? 3 : 1;
  auto width = in.number(), height = in.number();
  auto maximum = in.bitmap ? std::optional<int64_t>(1) : in.number();
  if (!width || !height || !maximum)
    return "malformed header of a PNM picture";
  if (*maximum < 1 || *maximum > 65535)
    return "the maximum of a PNM picture must be 1 to 65535";
  if (*maximum > 255)
    return "PNM picture has 16 bits a channel; only 8 bits can be read";
  if (!in.left() || !isSpace(in.text[in.pos]))
    return "malformed header of a PNM picture";
  ++in.pos;
  in.width = *width;
  in.height = *height;
  in.maximum = *maximum;
  return nullptr;
}

static void store(const PnmReader &in, int64_t index, int64_t sample, Image &image) {
  uint8_t value = in.scaled(sample);
  if (in.channels == 3)
    image.pixels[static_cast<size_t>(index)] = value;
  else
    std::fill_n(&image.pixels[static_cast<size_t>(index) * 3], 3, value);
}

static const char *readPlain(PnmReader &in, Image &image) {
  for (int64_t i = 0; i < in.width * in.height * in.channels; ++i) {
    std::optional<int64_t> sample;
    in.skipBlank();
    // The digits of a plain bitmap may stand without space between them.
    if (in.bitmap && in.left() && (in.text[in.pos] == '0' || in.text[in.pos] == '1'))
      sample = in.text[in.pos++] - '0';
    else if (!in.bitmap)
      sample = in.number();
    if (!sample)
      return in.left() ? "not a number in a plain PNM picture" : "truncated PNM picture";
    if (*sample > in.maximum)
      return "a sample of a PNM picture exceeds its maximum";
    store(in, i, *sample, image);
  }
  return nullptr;
}

static void readRaw(const PnmReader &in, size_t rowBytes, Image &image) {
  for (int64_t y = 0, i = 0; y < in.height; ++y) {
    const char *row = in.text.data() + in.pos + static_cast<size_t>(y) * rowBytes;
    for (int64_t x = 0; x < in.width * in.channels; ++x, ++i) {
      auto byte = static_cast<uint8_t>(in.bitmap ? row[x / 8] : row[x]);
      store(in, i, in.bitmap ? byte >> (7 - x % 8) & 1 : byte, image);
    }
  }
}

FailureOr<Image> decodePNM(std::span<const std::byte> file, const std::string &path,
                           Diagnostics &diags) {
  auto fail = [&](const char *why) { return diags.error(Location::inFile(path)) << why; };
  PnmReader in;
  in.text = {reinterpret_cast<const char *>(file.data()), file.size()};
  if (const char *why = readHeader(in))
    return fail(why);
  if (failed(checkImageSize(in.height, in.width, path, diags)))
    return failure();
  auto rowBytes = static_cast<size_t>(in.bitmap ? (in.width + 7) / 8 : in.width * in.channels);
  // A plain sample takes a byte at least, so no header can ask for more memory than it has samples.
  size_t least = in.plain ? static_cast<size_t>(in.width * in.height * in.channels)
                          : rowBytes * static_cast<size_t>(in.height);
  if (in.left() < least)
    return fail("truncated PNM picture");
  Image image = blankImage(in.height, in.width);
  if (!in.plain) {
    readRaw(in, rowBytes, image);
    return image;
  }
  if (const char *why = readPlain(in, image))
    return fail(why);
  return image;
}

} // namespace fixcon
