// Dense tensors in row-major order: owning or a view of a mapped file, shared, copied on write.
#pragma once

#include "fixcon/Support/Hash.h"
#include "fixcon/Support/Require.h"
#include "fixcon/Tensor/DType.h"

#include <complex>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fixcon {

using Shape = std::vector<int64_t>;

/// Number of elements of `shape`; nullopt if a dim is negative or the product overflows.
std::optional<int64_t> elementCount(std::span<const int64_t> shape);
/// Bytes of a tensor; nullopt if they do not fit in 63 bits.
std::optional<int64_t> storageSize(DType type, std::span<const int64_t> shape);
/// "2x3x4", or "scalar" for rank 0.
std::string str(const Shape &shape);
/// Row-major strides in elements.
Shape stridesOf(std::span<const int64_t> shape);

/// A dtype, a shape and elements. Copies share the elements until one is written to.
class Tensor {
public:
  /// The empty f32[0].
  Tensor();
  Tensor(const Tensor &);
  Tensor(Tensor &&) noexcept;
  Tensor &operator=(const Tensor &);
  Tensor &operator=(Tensor &&) noexcept;
  ~Tensor();
  /// Zeroed (empty strings). The caller has checked that storageSize() exists and is affordable.
  Tensor(DType type, Shape shape);
  /// A view of `bytes` kept alive by `owner`; copied if it is not aligned for `type`.
  /// `bytes.size()` must be storageSize().
  static Tensor view(DType type, Shape shape, std::span<const std::byte> bytes,
                     std::shared_ptr<const void> owner);
  static Tensor strings(Shape shape, std::vector<std::string> values);
  template <class T> static Tensor of(Shape shape, const std::vector<T> &values);
  template <class T> static Tensor scalar(T value) { return of<T>({}, {value}); }

  DType dtype() const { return type; }
  const Shape &shape() const { return dims; }
  size_t rank() const { return dims.size(); }
  int64_t size() const { return count; }
  bool isString() const { return type == DType::String; }

  /// Empty for strings.
  std::span<const std::byte> bytes() const {
    return {begin, static_cast<size_t>(count) * fixcon::byteSize(type)};
  }
  /// For writing before the tensor is copied or hashed again: elements written later would show in
  /// the copy, and not in the hash.
  std::span<std::byte> mutableBytes();
  /// Elements as T, whose size is that of the dtype; another T is an error of ours in every build (Require.h).
  template <class T> std::span<const T> data() const {
    requireElements(sizeof(T));
    return {reinterpret_cast<const T *>(begin), static_cast<size_t>(count)};
  }
  template <class T> std::span<T> mutableData() {
    requireElements(sizeof(T));
    return {reinterpret_cast<T *>(mutableBytes().data()), static_cast<size_t>(count)};
  }
  std::span<const std::string> strings() const;
  std::span<std::string> mutableStrings();

  /// Element `i` of a real dtype as a double (64-bit integers round) or as an integer (floats
  /// truncate). Not for strings and complex numbers.
  double toDouble(int64_t i) const;
  int64_t toInt(int64_t i) const;
  /// All elements, for short lists of sizes and axes.
  std::vector<int64_t> toInts() const;
  std::vector<double> toDoubles() const;

  /// Each element converted: to a float dtype by rounding to nearest even, from a float to an
  /// integer by truncation toward zero with wrap-around, to Bool by `!= 0`. Real dtypes only.
  Tensor converted(DType to) const;
  /// The same elements under another shape of equal element count.
  Tensor reshaped(Shape shape) const;
  /// The same bits read as a dtype of the same width.
  Tensor bitcast(DType to) const;

  /// Of dtype, shape and elements; the elements are hashed once for all tensors that share them.
  ContentHash hash() const;
  /// Of the elements alone. Not for strings.
  ContentHash bytesHash() const;
  /// Same dtype, shape and bits (so NaN equals the same NaN, and 0 differs from -0).
  bool identical(const Tensor &other) const;
  bool sharesStorageWith(const Tensor &other) const { return begin == other.begin; }

private:
  struct BytesHash;
  void requireElements(size_t bytes) const {
    require(bytes == fixcon::byteSize(type), "elements are read as another type than they have");
  }
  /// Element `i` as a double that is rounded once more.
  double forRounding(int64_t i) const;

  DType type = DType::F32;
  Shape dims{0};
  int64_t count = 0;
  const std::byte *begin = nullptr;
  std::shared_ptr<const void> owner;
  std::shared_ptr<std::byte[]> owned; ///< set if the elements may be written when not shared
  std::shared_ptr<std::vector<std::string>> text;
  std::shared_ptr<BytesHash> known; ///< shared as the elements are
};

namespace detail {
template <class T> constexpr DType dtypeOf() {
  if constexpr (std::is_same_v<T, float>)
    return DType::F32;
  else if constexpr (std::is_same_v<T, double>)
    return DType::F64;
  else if constexpr (std::is_same_v<T, Half>)
    return DType::F16;
  else if constexpr (std::is_same_v<T, BFloat16>)
    return DType::BF16;
  else if constexpr (std::is_same_v<T, int8_t>)
    return DType::I8;
  else if constexpr (std::is_same_v<T, int16_t>)
    return DType::I16;
  else if constexpr (std::is_same_v<T, int32_t>)
    return DType::I32;
  else if constexpr (std::is_same_v<T, int64_t>)
    return DType::I64;
  else if constexpr (std::is_same_v<T, uint8_t>)
    return DType::U8;
  else if constexpr (std::is_same_v<T, uint16_t>)
    return DType::U16;
  else if constexpr (std::is_same_v<T, uint32_t>)
    return DType::U32;
  else if constexpr (std::is_same_v<T, uint64_t>)
    return DType::U64;
  else if constexpr (std::is_same_v<T, bool>)
    return DType::Bool;
  else if constexpr (std::is_same_v<T, std::complex<float>>)
    return DType::C64;
  else {
    static_assert(std::is_same_v<T, std::complex<double>>, "no dtype for this C++ type");
    return DType::C128;
  }
}
} // namespace detail

template <class T> Tensor Tensor::of(Shape shape, const std::vector<T> &values) {
  Tensor out(detail::dtypeOf<T>(), std::move(shape));
  require(static_cast<size_t>(out.size()) == values.size(), "a shape of another size than its values");
  auto data = out.mutableData<T>();
  for (size_t i = 0; i < values.size(); ++i)
    data[i] = values[i];
  return out;
}

/// Calls `fn(std::type_identity<T>{})` with the C++ type of a real dtype that C++ can compute with;
/// false without a call for halves, small floats, complex numbers and strings.
template <class Fn> bool withArithmeticType(DType type, Fn &&fn) {
  switch (type) {
  case DType::F32:
    fn(std::type_identity<float>{});
    return true;
  case DType::F64:
    fn(std::type_identity<double>{});
    return true;
  case DType::I2:
  case DType::I4:
  case DType::I8:
    fn(std::type_identity<int8_t>{});
    return true;
  case DType::I16:
    fn(std::type_identity<int16_t>{});
    return true;
  case DType::I32:
    fn(std::type_identity<int32_t>{});
    return true;
  case DType::I64:
    fn(std::type_identity<int64_t>{});
    return true;
  case DType::U2:
  case DType::U4:
  case DType::U8:
    fn(std::type_identity<uint8_t>{});
    return true;
  case DType::U16:
    fn(std::type_identity<uint16_t>{});
    return true;
  case DType::U32:
    fn(std::type_identity<uint32_t>{});
    return true;
  case DType::U64:
    fn(std::type_identity<uint64_t>{});
    return true;
  case DType::Bool:
    fn(std::type_identity<bool>{});
    return true;
  default:
    return false;
  }
}

} // namespace fixcon
