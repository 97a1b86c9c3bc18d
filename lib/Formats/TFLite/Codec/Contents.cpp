// Elements of 4 and 2 bits lie several to a byte, the first in the lowest bits, and are held one to a byte.
// Strings are a count, the offsets of all of them and of their end, and their characters, the numbers in 32
// bits. All else lies in the file as in memory.
#include "Contents.h"

#include <cstring>

namespace fixcon {

static int bitsOf(DType dtype) {
  if (dtype == DType::I4 || dtype == DType::U4)
    return 4;
  return dtype == DType::I2 || dtype == DType::U2 ? 2 : 8 * static_cast<int>(byteSize(dtype));
}

static bool isPacked(DType dtype) { return bitsOf(dtype) < 8 && dtype != DType::String; }

std::optional<int64_t> contentSize(DType dtype, const Shape &shape) {
  auto stored = storageSize(dtype, shape);
  if (!stored || dtype == DType::String)
    return std::nullopt;
  int perByte = isPacked(dtype) ? 8 / bitsOf(dtype) : 1;
  return *stored / perByte + (*stored % perByte != 0);
}

static Tensor unpack(DType dtype, const Shape &shape, std::span<const std::byte> bytes) {
  Tensor tensor(dtype, shape);
  auto elements = tensor.mutableData<int8_t>();
  int bits = bitsOf(dtype);
  auto perByte = static_cast<size_t>(8 / bits);
  bool isSigned = classOf(dtype) == DTypeClass::Signed;
  for (size_t i = 0; i < elements.size(); ++i) {
    int shift = static_cast<int>(i % perByte) * bits;
    int value = (static_cast<int>(bytes[i / perByte]) >> shift) & ((1 << bits) - 1);
    bool negative = isSigned && value >= 1 << (bits - 1);
    elements[i] = static_cast<int8_t>(negative ? value - (1 << bits) : value);
  }
  return tensor;
}

static std::span<const std::byte> pack(const Tensor &tensor, std::vector<std::byte> &scratch) {
  auto elements = tensor.data<int8_t>();
  int bits = bitsOf(tensor.dtype());
  auto perByte = static_cast<size_t>(8 / bits);
  scratch.assign((elements.size() + perByte - 1) / perByte, std::byte{});
  for (size_t i = 0; i < elements.size(); ++i) {
    int shift = static_cast<int>(i % perByte) * bits;
    int value = elements[i] & ((1 << bits) - 1);
    scratch[i / perByte] |= static_cast<std::byte>(value << shift);
  }
  return scratch;
}

static uint32_t numberAt(std::span<const std::byte> bytes, size_t i) {
  uint32_t number = 0;
  std::memcpy(&number, bytes.data() + 4 * i, 4);
  return number;
}

static std::optional<Tensor> decodeStrings(const Shape &shape, std::span<const std::byte> bytes) {
  auto count = elementCount(shape);
  if (!count || bytes.size() < 4 || numberAt(bytes, 0) != static_cast<uint64_t>(*count))
    return std::nullopt;
  auto strings = static_cast<size_t>(*count);
  if (bytes.size() / 4 < strings + 2)
    return std::nullopt;
  std::vector<std::string> texts;
  for (size_t i = 0; i < strings; ++i) {
    size_t begin = numberAt(bytes, i + 1), end = numberAt(bytes, i + 2);
    if (begin < 4 * (strings + 2) || end < begin || end > bytes.size())
      return std::nullopt;
    texts.emplace_back(reinterpret_cast<const char *>(bytes.data()) + begin, end - begin);
  }
  return Tensor::strings(shape, std::move(texts));
}

static std::span<const std::byte> encodeStrings(const Tensor &tensor,
                                                std::vector<std::byte> &scratch) {
  auto texts = tensor.strings();
  std::vector<uint32_t> numbers = {static_cast<uint32_t>(texts.size())};
  auto offset = static_cast<uint32_t>(4 * (texts.size() + 2));
  for (const std::string &text : texts) {
    numbers.push_back(offset);
    offset += static_cast<uint32_t>(text.size());
  }
  numbers.push_back(offset);
  scratch.resize(offset);
  std::memcpy(scratch.data(), numbers.data(), 4 * numbers.size());
  for (size_t i = 0; i < texts.size(); ++i)
    std::memcpy(scratch.data() + numbers[i + 1], texts[i].data(), texts[i].size());
  return scratch;
}

std::optional<Tensor> decodeContent(DType dtype, const Shape &shape,
                                    std::span<const std::byte> bytes,
                                    const std::shared_ptr<const void> &owner) {
  if (dtype == DType::String)
    return decodeStrings(shape, bytes);
  auto size = contentSize(dtype, shape);
  if (!size || static_cast<uint64_t>(*size) != bytes.size())
    return std::nullopt;
  if (isPacked(dtype))
    return unpack(dtype, shape, bytes);
  if (dtype != DType::Bool)
    return Tensor::view(dtype, shape, bytes, owner);
  Tensor truths(dtype, shape);
  auto elements = truths.mutableBytes();
  for (size_t i = 0; i < bytes.size(); ++i)
    elements[i] = bytes[i] == std::byte{} ? std::byte{0} : std::byte{1};
  return truths;
}

std::span<const std::byte> encodeContent(const Tensor &tensor, std::vector<std::byte> &scratch) {
  if (tensor.isString())
    return encodeStrings(tensor, scratch);
  return isPacked(tensor.dtype()) ? pack(tensor, scratch) : tensor.bytes();
}

} // namespace fixcon
