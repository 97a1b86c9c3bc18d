// Reads and writes {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }: the small subset of
// Python's literals that NumPy writes, without nesting, so that hostile text cannot recurse.
#include "NpyHeader.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace fixcon {

static_assert(std::endian::native == std::endian::little, "elements are stored as in memory");

static constexpr std::string_view magic = "\x93NUMPY";

namespace {
struct Descr {
  std::string_view text; ///< without the byte order
  DType dtype;
};

class DictParser {
public:
  DictParser(std::string_view text, NpyHeader &out, std::string &why)
      : text(text), out(out), why(why) {}
  bool parse();

private:
  bool fail(std::string message) {
    why = std::move(message);
    return false;
  }
  void skipBlank() {
    while (pos < text.size() && std::string_view(" \t\r\n").find(text[pos]) != std::string::npos)
      ++pos;
  }
  bool eat(std::string_view token) {
    skipBlank();
    if (!text.substr(pos).starts_with(token))
      return false;
    pos += token.size();
    return true;
  }
  bool quoted(std::string_view &value);
  bool field(std::string_view key);
  bool descr();
  bool shape();
  bool order();

  std::string_view text;
  size_t pos = 0;
  NpyHeader &out;
  std::string &why;
  bool seenDescr = false, seenShape = false, seenOrder = false;
};
} // namespace

static constexpr Descr descrs[] = {{"f4", DType::F32}, {"f8", DType::F64},  {"f2", DType::F16},
                                   {"i1", DType::I8},  {"i2", DType::I16},  {"i4", DType::I32},
                                   {"i8", DType::I64}, {"u1", DType::U8},   {"u2", DType::U16},
                                   {"u4", DType::U32}, {"u8", DType::U64},  {"b1", DType::Bool},
                                   {"c8", DType::C64}, {"c16", DType::C128}};

bool DictParser::quoted(std::string_view &value) {
  skipBlank();
  if (pos >= text.size() || (text[pos] != '\'' && text[pos] != '"'))
    return fail("malformed header of a NumPy array");
  size_t end = text.find(text[pos], pos + 1);
  if (end == std::string_view::npos)
    return fail("malformed header of a NumPy array");
  value = text.substr(pos + 1, end - pos - 1);
  pos = end + 1;
  return true;
}

bool DictParser::descr() {
  skipBlank();
  if (text.substr(pos).starts_with("["))
    return fail("arrays of structures cannot be read");
  std::string_view value;
  if (!quoted(value))
    return false;
  std::string name(value);
  if (!value.empty() && std::string_view("<>|=").find(value[0]) != std::string::npos)
    value.remove_prefix(1);
  const Descr *found = std::find_if(std::begin(descrs), std::end(descrs),
                                    [&](const Descr &d) { return d.text == value; });
  if (found == std::end(descrs))
    return fail(value.starts_with("O") ? std::string("arrays of Python objects cannot be read")
                                       : "arrays of dtype '" + name + "' cannot be read");
  out.dtype = found->dtype;
  out.bigEndian = name[0] == '>';
  return true;
}

bool DictParser::shape() {
  constexpr size_t maxDims = 64;
  constexpr int64_t maxDim = int64_t(1) << 48;
  if (!eat("("))
    return fail("malformed shape in the header of a NumPy array");
  while (!eat(")")) {
    skipBlank();
    int64_t dim = 0;
    size_t begin = pos;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9' && dim <= maxDim; ++pos)
      dim = dim * 10 + (text[pos] - '0');
    if (pos == begin || dim > maxDim || out.shape.size() == maxDims)
      return fail("malformed shape in the header of a NumPy array");
    out.shape.push_back(dim);
    eat("L"); // as Python 2 wrote long integers
    if (eat(","))
      continue;
    if (eat(")"))
      break;
    return fail("malformed shape in the header of a NumPy array");
  }
  return true;
}

bool DictParser::order() {
  out.fortranOrder = eat("True");
  if (out.fortranOrder || eat("False"))
    return true;
  return fail("malformed header of a NumPy array");
}

bool DictParser::field(std::string_view key) {
  bool *seen = key == "descr"           ? &seenDescr
               : key == "shape"         ? &seenShape
               : key == "fortran_order" ? &seenOrder
                                        : nullptr;
  if (!seen || *seen)
    return fail("the header of a NumPy array has an unknown or repeated field");
  *seen = true;
  return seen == &seenDescr ? descr() : seen == &seenShape ? shape() : order();
}

bool DictParser::parse() {
  if (!eat("{"))
    return fail("malformed header of a NumPy array");
  while (!eat("}")) {
    std::string_view key;
    if (!quoted(key))
      return false;
    if (!eat(":"))
      return fail("malformed header of a NumPy array");
    if (!field(key))
      return false;
    if (eat(","))
      continue;
    if (eat("}"))
      break;
    return fail("malformed header of a NumPy array");
  }
  if (!seenDescr || !seenShape || !seenOrder)
    return fail("the header of a NumPy array lacks a field");
  // Only now: the fields may come in any order, and the size needs two of them.
  if (!storageSize(out.dtype, out.shape))
    return fail("the shape of a NumPy array is too large");
  return true;
}

std::optional<size_t> npyHeaderSize(std::span<const std::byte> prefix) {
  constexpr size_t longest = 1 << 16;
  auto at = [&](size_t i) { return static_cast<size_t>(prefix[i]); };
  if (prefix.size() < 10 || std::memcmp(prefix.data(), magic.data(), magic.size()) != 0)
    return std::nullopt;
  bool wide = at(6) != 1;
  if (at(6) < 1 || at(6) > 3 || prefix.size() < (wide ? 12u : 10u))
    return std::nullopt;
  size_t length = at(8) | at(9) << 8 | (wide ? at(10) << 16 | at(11) << 24 : 0);
  return length > longest ? std::nullopt : std::optional(length + (wide ? 12 : 10));
}

std::optional<NpyHeader> parseNpyHeader(std::span<const std::byte> bytes, std::string &why) {
  auto size = npyHeaderSize(bytes.subspan(0, std::min(bytes.size(), npyPrefixSize)));
  if (!size || *size > bytes.size()) {
    why = size ? "truncated NumPy array" : "is not a NumPy array";
    return std::nullopt;
  }
  NpyHeader header;
  header.headerSize = *size;
  size_t prefix = bytes[6] == std::byte(1) ? 10 : 12;
  std::string_view text(reinterpret_cast<const char *>(bytes.data()) + prefix, *size - prefix);
  if (!DictParser(text, header, why).parse())
    return std::nullopt;
  return header;
}

/// The dtype whose elements stand for those of `type` in a file.
static DType storedAs(DType type) {
  bool isListed = std::any_of(std::begin(descrs), std::end(descrs),
                              [&](const Descr &d) { return d.dtype == type; });
  if (isListed)
    return type;
  if (classOf(type) == DTypeClass::Signed)
    return DType::I8;
  return byteSize(type) == 2 ? DType::U16 : DType::U8;
}

std::optional<std::string> makeNpyHeader(const Tensor &tensor) {
  if (tensor.isString())
    return std::nullopt;
  const Descr *descr = std::find_if(std::begin(descrs), std::end(descrs), [&](const Descr &d) {
    return d.dtype == storedAs(tensor.dtype());
  });
  std::string dict = "{'descr': '";
  dict += byteSize(descr->dtype) == 1 ? '|' : '<';
  dict += std::string(descr->text) + "', 'fortran_order': False, 'shape': (";
  for (int64_t dim : tensor.shape())
    dict += std::to_string(dim) + (tensor.rank() == 1 ? "," : ", ");
  if (tensor.rank() > 1)
    dict.resize(dict.size() - 2);
  dict += "), }";
  // NumPy aligns the elements to 64 bytes.
  constexpr size_t prefix = 10, alignment = 64;
  dict.append((alignment - (prefix + dict.size() + 1) % alignment) % alignment, ' ');
  dict += '\n';
  std::string header(magic);
  header +=
      {'\x01', '\0', static_cast<char>(dict.size() & 0xff), static_cast<char>(dict.size() >> 8)};
  return header + dict;
}

static void swapBytes(std::span<std::byte> bytes, size_t width) {
  for (size_t i = 0; width > 1 && i < bytes.size(); i += width)
    std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                 bytes.begin() + static_cast<std::ptrdiff_t>(i + width));
}

/// Column-major elements of `shape`, first axis fastest, in row-major order.
static void transpose(const Shape &shape, size_t width, std::span<const std::byte> in,
                      std::span<std::byte> out) {
  Shape columnStrides(shape.size(), 1), index(shape.size(), 0);
  for (size_t i = 1; i < shape.size(); ++i)
    columnStrides[i] = columnStrides[i - 1] * shape[i - 1];
  for (size_t at = 0; at < out.size(); at += width) {
    int64_t from = 0;
    for (size_t i = 0; i < shape.size(); ++i)
      from += index[i] * columnStrides[i];
    std::memcpy(&out[at], &in[static_cast<size_t>(from) * width], width);
    for (size_t axis = shape.size(); axis-- > 0 && ++index[axis] == shape[axis];)
      index[axis] = 0;
  }
}

Tensor tensorOfNpy(const NpyHeader &header, std::span<const std::byte> bytes,
                   std::shared_ptr<const void> owner) {
  size_t width = byteSize(header.dtype);
  bool isComplex = classOf(header.dtype) == DTypeClass::Complex;
  bool asStored = !header.fortranOrder && (!header.bigEndian || width == 1);
  if (asStored && owner && header.dtype != DType::Bool)
    return Tensor::view(header.dtype, header.shape, bytes, std::move(owner));
  Tensor out(header.dtype, header.shape);
  std::span<std::byte> to = out.mutableBytes();
  if (header.fortranOrder)
    transpose(header.shape, width, bytes, to);
  else
    std::copy(bytes.begin(), bytes.end(), to.begin());
  if (header.bigEndian)
    swapBytes(to, isComplex ? width / 2 : width);
  // A bool of C++ may only hold 0 and 1.
  if (header.dtype == DType::Bool)
    std::transform(to.begin(), to.end(), to.begin(),
                   [](std::byte b) { return std::byte(b != std::byte(0)); });
  return out;
}

} // namespace fixcon
