// Prints the elements of tensors, each so that parsing gives back its bits.
#include "TextPrinter.h"

#include "fixcon/Support/Lexer.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace fixcon {

static void appendHexNaN(std::string &out, uint64_t bits) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, bits, 16).ptr;
  out.append("nan<0x").append(digits, end).append(">");
}

template <class T, class Bits> static void appendReal(std::string &out, T value) {
  if (std::isnan(value)) {
    Bits bits = std::bit_cast<Bits>(value);
    if (bits == std::bit_cast<Bits>(std::numeric_limits<T>::quiet_NaN()))
      out += "nan";
    else
      appendHexNaN(out, bits);
    return;
  }
  char digits[64];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void appendNumber(std::string &out, float value) { appendReal<float, uint32_t>(out, value); }
void appendNumber(std::string &out, double value) { appendReal<double, uint64_t>(out, value); }

/// Formats narrower than f32 hold a subset of its values, so the shortest f32 digits identify them;
/// bits that the number does not lead back to are a NaN and printed as they are.
static void appendNarrow(std::string &out, double value, uint64_t bits, uint64_t roundTrip) {
  if (bits != roundTrip)
    appendHexNaN(out, bits);
  else if (std::isnan(value))
    out += "nan";
  else
    appendNumber(out, static_cast<float>(value));
}

void TextPrinter::floatElement(const Tensor &tensor, size_t i) {
  switch (tensor.dtype()) {
  case DType::F32:
    return appendNumber(out, tensor.data<float>()[i]);
  case DType::F64:
    return appendNumber(out, tensor.data<double>()[i]);
  case DType::F16: {
    Half half = tensor.data<Half>()[i];
    return appendNarrow(out, fromHalf(half), half.bits, toHalf(fromHalf(half)).bits);
  }
  case DType::BF16: {
    BFloat16 b = tensor.data<BFloat16>()[i];
    return appendNarrow(out, fromBFloat16(b), b.bits, toBFloat16(fromBFloat16(b)).bits);
  }
  default: {
    uint8_t bits = tensor.data<uint8_t>()[i];
    double value = fromSmallFloat(tensor.dtype(), bits);
    return appendNarrow(out, value, bits, toSmallFloat(tensor.dtype(), value, true));
  }
  }
}

template <class T> static void appendComplex(std::string &out, std::complex<T> value) {
  out += '(';
  appendNumber(out, value.real());
  out += ", ";
  appendNumber(out, value.imag());
  out += ')';
}

void TextPrinter::element(const Tensor &tensor, int64_t i) {
  auto at = static_cast<size_t>(i);
  switch (classOf(tensor.dtype())) {
  case DTypeClass::Float:
    return floatElement(tensor, at);
  case DTypeClass::Signed:
    return item(tensor.toInt(i));
  case DTypeClass::Unsigned:
    out += std::to_string(static_cast<uint64_t>(tensor.toInt(i)));
    return;
  case DTypeClass::Bool:
    return item(tensor.bytes()[at] != std::byte{0});
  case DTypeClass::Complex:
    return tensor.dtype() == DType::C64
               ? appendComplex(out, tensor.data<std::complex<float>>()[at])
               : appendComplex(out, tensor.data<std::complex<double>>()[at]);
  case DTypeClass::String:
    out += quote(tensor.strings()[at]);
    return;
  }
}

void TextPrinter::elements(const Tensor &tensor, size_t axis, int64_t &next) {
  if (axis == tensor.rank()) {
    element(tensor, next++);
    return;
  }
  out += '[';
  for (int64_t i = 0; i < tensor.shape()[axis]; ++i) {
    out += i ? ", " : "";
    elements(tensor, axis + 1, next);
  }
  out += ']';
}

static bool isSplat(const Tensor &tensor) {
  constexpr int64_t worthwhile = 16;
  if (tensor.size() < worthwhile || tensor.isString())
    return false;
  // All elements are equal if and only if the bytes equal themselves shifted by one element.
  auto bytes = tensor.bytes();
  size_t width = byteSize(tensor.dtype());
  return std::memcmp(bytes.data(), bytes.data() + width, bytes.size() - width) == 0;
}

void TextPrinter::initializer(const Tensor &tensor) {
  // Beyond this rank a flat list is as readable, and recursion stays bounded.
  constexpr size_t maxNestedRank = 8;
  if (options.maxDenseElements >= 0 && tensor.size() > options.maxDenseElements) {
    out += "blob(" + quote(tensor.hash().str()) + ")";
    return;
  }
  bool splat = isSplat(tensor);
  out += splat ? "splat<" : "dense<";
  int64_t next = 0;
  if (splat)
    element(tensor, 0);
  else if (tensor.size() == 0)
    out += "[]";
  else if (tensor.rank() <= maxNestedRank)
    elements(tensor, 0, next);
  else {
    Tensor flat = tensor.reshaped({tensor.size()});
    elements(flat, 0, next);
  }
  out += '>';
}

} // namespace fixcon
