// Elements are shared between copies by reference count, together with the hash of their bytes; a
// write makes them private first and forgets the hash.
#include "fixcon/Tensor/Tensor.h"

#include "fixcon/Support/CheckedMath.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <mutex>

namespace fixcon {

std::optional<int64_t> elementCount(std::span<const int64_t> shape) {
  return checkedProduct(shape);
}

std::optional<int64_t> storageSize(DType type, std::span<const int64_t> shape) {
  auto count = checkedProduct(shape);
  if (!count)
    return std::nullopt;
  return checkedMul(
      *count, static_cast<int64_t>(type == DType::String ? sizeof(std::string) : byteSize(type)));
}

std::string str(const Shape &shape) {
  if (shape.empty())
    return "scalar";
  std::string text;
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i ? "x" : "") + std::to_string(shape[i]);
  return text;
}

Shape stridesOf(std::span<const int64_t> shape) {
  Shape strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;)
    strides[i - 1] = strides[i] * shape[i];
  return strides;
}

/// The hash of elements that tensors share, computed on demand.
struct Tensor::BytesHash {
  std::mutex mutex;
  std::atomic<bool> ready = false;
  ContentHash value;
};

/// Elements are aligned for the widest vector loads.
static std::shared_ptr<std::byte[]> allocate(size_t bytes) {
  static constexpr std::align_val_t alignment{64};
  auto *memory = static_cast<std::byte *>(::operator new[](bytes + 1, alignment));
  return {memory, [](std::byte *p) { ::operator delete[](p, alignment); }};
}

Tensor::Tensor() : Tensor(DType::F32, {0}) {}
Tensor::Tensor(const Tensor &) = default;
Tensor::Tensor(Tensor &&) noexcept = default;
Tensor &Tensor::operator=(const Tensor &) = default;
Tensor &Tensor::operator=(Tensor &&) noexcept = default;
Tensor::~Tensor() = default;

Tensor::Tensor(DType type, Shape shape) : type(type), dims(std::move(shape)) {
  auto elements = elementCount(dims);
  require(elements && storageSize(type, dims), "a shape was not checked");
  count = *elements;
  if (isString()) {
    text = std::make_shared<std::vector<std::string>>(static_cast<size_t>(count));
    return;
  }
  size_t size = static_cast<size_t>(count) * fixcon::byteSize(type);
  owned = allocate(size);
  std::memset(owned.get(), 0, size);
  begin = owned.get();
  known = std::make_shared<BytesHash>();
}

Tensor Tensor::view(DType type, Shape shape, std::span<const std::byte> bytes,
                    std::shared_ptr<const void> owner) {
  require(storageSize(type, shape) == static_cast<int64_t>(bytes.size()),
          "a shape of another size than its bytes");
  size_t alignment = std::min<size_t>(fixcon::byteSize(type), 8);
  Tensor out;
  out.type = type;
  out.dims = std::move(shape);
  out.count = *elementCount(out.dims);
  if (reinterpret_cast<uintptr_t>(bytes.data()) % alignment == 0) {
    out.owned.reset();
    out.begin = bytes.data();
    out.owner = std::move(owner);
    return out;
  }
  out.owned = allocate(bytes.size());
  std::memcpy(out.owned.get(), bytes.data(), bytes.size());
  out.begin = out.owned.get();
  return out;
}

Tensor Tensor::strings(Shape shape, std::vector<std::string> values) {
  Tensor out(DType::String, std::move(shape));
  require(static_cast<size_t>(out.count) == values.size(),
          "a shape of another size than its values");
  *out.text = std::move(values);
  return out;
}

std::span<std::byte> Tensor::mutableBytes() {
  require(!isString(), "strings are read as bytes");
  size_t size = static_cast<size_t>(count) * fixcon::byteSize(type);
  bool shared = !owned || owned.use_count() > 1;
  if (shared || known->ready)
    known = std::make_shared<BytesHash>();
  if (shared) {
    auto copy = allocate(size);
    if (size)
      std::memcpy(copy.get(), begin, size);
    owned = std::move(copy);
    owner.reset();
    begin = owned.get();
  }
  return {owned.get(), size};
}

std::span<const std::string> Tensor::strings() const {
  require(isString(), "elements are read as strings");
  return *text;
}

std::span<std::string> Tensor::mutableStrings() {
  require(isString(), "elements are read as strings");
  if (text.use_count() > 1)
    text = std::make_shared<std::vector<std::string>>(*text);
  return *text;
}

double Tensor::toDouble(int64_t i) const {
  double value = 0;
  auto at = static_cast<size_t>(i);
  if (withArithmeticType(type, [&](auto tag) {
        using T = typename decltype(tag)::type;
        value = static_cast<double>(data<T>()[at]);
      }))
    return value;
  if (type == DType::F16)
    return fromHalf(data<Half>()[at]);
  if (type == DType::BF16)
    return fromBFloat16(data<BFloat16>()[at]);
  require(isFloat(type), "elements without a real value are read as numbers");
  return fromSmallFloat(type, data<uint8_t>()[at]);
}

/// Truncation toward zero with wrap-around modulo 2^64; NaN and values beyond give 0.
static int64_t truncate(double value) {
  if (!(std::fabs(value) < 0x1p64))
    return 0;
  if (std::fabs(value) < 0x1p63)
    return static_cast<int64_t>(value);
  auto magnitude = static_cast<uint64_t>(std::fabs(value));
  return static_cast<int64_t>(value < 0 ? 0 - magnitude : magnitude);
}

int64_t Tensor::toInt(int64_t i) const {
  int64_t value = 0;
  auto at = static_cast<size_t>(i);
  if (isFloat(type))
    return truncate(toDouble(i));
  withArithmeticType(type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    if constexpr (!std::is_floating_point_v<T>)
      value = static_cast<int64_t>(data<T>()[at]);
  });
  return value;
}

std::vector<int64_t> Tensor::toInts() const {
  std::vector<int64_t> out(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    out[static_cast<size_t>(i)] = toInt(i);
  return out;
}

std::vector<double> Tensor::toDoubles() const {
  std::vector<double> out(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    out[static_cast<size_t>(i)] = toDouble(i);
  return out;
}

/// Keeps the low bits of a 4- or 2-bit integer and extends them over the byte.
static int64_t narrow(DType type, int64_t value) {
  switch (type) {
  case DType::I4:
    return static_cast<int8_t>(static_cast<uint8_t>(value) << 4) >> 4;
  case DType::I2:
    return static_cast<int8_t>(static_cast<uint8_t>(value) << 6) >> 6;
  case DType::U4:
    return value & 15;
  case DType::U2:
    return value & 3;
  default:
    return value;
  }
}

/// A double that rounds to any float of at most 40 bits as the integer itself does: what does not
/// fit in the double is gathered into its last bit, which is below every tie of the target.
static double stickyDouble(uint64_t magnitude) {
  if (magnitude >> 53) {
    bool rest = magnitude & 0x7ff;
    magnitude = (magnitude & ~uint64_t{0x7ff}) | (rest ? 0x800 : 0);
  }
  return static_cast<double>(magnitude);
}

double Tensor::forRounding(int64_t i) const {
  auto at = static_cast<size_t>(i);
  if (type == DType::U64)
    return stickyDouble(data<uint64_t>()[at]);
  if (type != DType::I64)
    return toDouble(i);
  int64_t value = data<int64_t>()[at];
  return value < 0 ? -stickyDouble(0 - static_cast<uint64_t>(value))
                   : stickyDouble(static_cast<uint64_t>(value));
}

Tensor Tensor::converted(DType to) const {
  if (to == type)
    return *this;
  require(!isString() && to != DType::String, "strings are converted by the op that means it");
  Tensor out(to, dims);
  if (type == DType::F32 && to == DType::F64) {
    auto from = data<float>();
    auto into = out.mutableData<double>();
    for (size_t i = 0; i < into.size(); ++i)
      into[i] = from[i];
    return out;
  }
  bool arithmetic = withArithmeticType(to, [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto into = out.mutableData<T>();
    for (size_t i = 0; i < into.size(); ++i) {
      auto at = static_cast<int64_t>(i);
      if constexpr (std::is_same_v<T, bool>)
        into[i] = isFloat(type) ? toDouble(at) != 0 : toInt(at) != 0;
      else if constexpr (std::is_same_v<T, float>)
        into[i] = static_cast<float>(forRounding(at));
      else if constexpr (std::is_same_v<T, double>)
        into[i] = toDouble(at);
      else
        into[i] = static_cast<T>(narrow(to, toInt(at)));
    }
  });
  if (arithmetic)
    return out;
  for (int64_t i = 0; i < count; ++i) {
    auto at = static_cast<size_t>(i);
    if (to == DType::F16)
      out.mutableData<Half>()[at] = toHalf(forRounding(i));
    else if (to == DType::BF16)
      out.mutableData<BFloat16>()[at] = toBFloat16(forRounding(i));
    else {
      double value = forRounding(i);
      out.mutableData<uint8_t>()[at] = toSmallFloat(to, value, !keepsInfinity(to, value));
    }
  }
  return out;
}

Tensor Tensor::reshaped(Shape shape) const {
  require(elementCount(shape) == count, "a tensor is reshaped to another size");
  Tensor out = *this;
  out.dims = std::move(shape);
  return out;
}

Tensor Tensor::bitcast(DType to) const {
  require(fixcon::byteSize(to) == fixcon::byteSize(type) && !isString(),
          "elements are read as those of another size");
  Tensor out = *this;
  out.type = to;
  return out;
}

ContentHash Tensor::bytesHash() const {
  if (!known->ready) {
    std::scoped_lock lock(known->mutex);
    if (!known->ready)
      known->value = hashBytes(bytes());
    known->ready = true;
  }
  return known->value;
}

ContentHash Tensor::hash() const {
  std::vector<ContentHash> parts{hashString(name(type)), hashBytes(std::as_bytes(std::span(dims)))};
  if (isString())
    for (const std::string &s : *text)
      parts.push_back(hashString(s));
  else
    parts.push_back(bytesHash());
  return combine(parts);
}

bool Tensor::identical(const Tensor &other) const {
  if (type != other.type || dims != other.dims)
    return false;
  if (isString())
    return *text == *other.text;
  size_t size = bytes().size();
  return begin == other.begin || size == 0 || std::memcmp(begin, other.begin, size) == 0;
}

} // namespace fixcon
