// The last two bytes are the type of the root and the width of what stands in front of them. What does not fit inline is an
// offset backwards. A map begins behind the offset of its keys, their width and its size; behind its values stand their types,
// one byte each, of which the lower two bits are a width.
#include "FlexOptions.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace fixcon {
namespace {

enum FlexType : unsigned { Int = 1, UInt = 2, Float = 3, Map = 9, Bool = 26 };

class Reader {
public:
  explicit Reader(std::string_view bytes) : bytes(bytes) {}

  std::optional<uint64_t> number(size_t at, size_t width) const {
    if (width == 0 || width > 8 || at > bytes.size() || bytes.size() - at < width)
      return std::nullopt;
    uint64_t value = 0;
    for (size_t i = width; i-- > 0;)
      value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
    return value;
  }
  /// Where an offset of that width leads.
  std::optional<size_t> target(size_t at, size_t width) const {
    auto back = number(at, width);
    return back && *back <= at ? std::optional(at - static_cast<size_t>(*back)) : std::nullopt;
  }
  std::optional<double> scalar(size_t at, size_t width, unsigned type) const {
    auto raw = number(at, width);
    if (!raw)
      return std::nullopt;
    if (type == Float && width == 4)
      return static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(*raw)));
    if (type == Float && width == 8)
      return std::bit_cast<double>(*raw);
    unsigned unused = 64 - 8 * static_cast<unsigned>(width);
    if (type == Int)
      return static_cast<double>(static_cast<int64_t>(*raw << unused) >> unused);
    return type == UInt || type == Bool ? std::optional(static_cast<double>(*raw)) : std::nullopt;
  }
  std::optional<std::string> text(size_t at) const {
    size_t end = at < bytes.size() ? bytes.find('\0', at) : std::string_view::npos;
    return end == std::string_view::npos ? std::nullopt
                                         : std::optional(std::string(bytes.substr(at, end - at)));
  }
  uint8_t byte(size_t at) const { return static_cast<uint8_t>(bytes[at]); }
  size_t size() const { return bytes.size(); }

private:
  std::string_view bytes;
};

} // namespace

std::optional<std::map<std::string, double>> flexOptions(std::string_view bytes) {
  Reader reader(bytes);
  if (bytes.size() < 3)
    return std::nullopt;
  size_t rootWidth = reader.byte(bytes.size() - 1);
  unsigned root = reader.byte(bytes.size() - 2);
  if (root >> 2 != Map || rootWidth + 2 > bytes.size())
    return std::nullopt;
  size_t width = size_t(1) << (root & 3);
  auto begin = reader.target(bytes.size() - 2 - rootWidth, rootWidth);
  if (!begin || *begin < 3 * width)
    return std::nullopt;
  auto keys = reader.target(*begin - 3 * width, width);
  auto keyWidth = reader.number(*begin - 2 * width, width),
       count = reader.number(*begin - width, width);
  if (!keys || !keyWidth || !count || *count > bytes.size())
    return std::nullopt;
  std::map<std::string, double> options;
  for (size_t i = 0; i < *count; ++i) {
    auto key =
        reader.target(*keys + i * static_cast<size_t>(*keyWidth), static_cast<size_t>(*keyWidth));
    auto name = key ? reader.text(*key) : std::nullopt;
    auto type = reader.number(*begin + static_cast<size_t>(*count) * width + i, 1);
    if (!name || !type)
      return std::nullopt;
    if (auto value = reader.scalar(*begin + i * width, width, static_cast<unsigned>(*type >> 2)))
      options[*name] = *value;
  }
  return options;
}

} // namespace fixcon
