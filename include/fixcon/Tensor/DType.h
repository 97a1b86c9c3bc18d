// Element types and what is true of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fixcon {

enum class DType : uint8_t {
#define DTYPE(Id, Name, Bytes, Class) Id,
#include "fixcon/Tensor/DType.def"
};

enum class DTypeClass : uint8_t { Float, Signed, Unsigned, Bool, Complex, String };

std::string_view name(DType type);
std::optional<DType> dtypeByName(std::string_view name);
/// Bytes that one element takes in memory; 0 for strings.
size_t byteSize(DType type);
DTypeClass classOf(DType type);

inline bool isFloat(DType t) { return classOf(t) == DTypeClass::Float; }
inline bool isInteger(DType t) {
  return classOf(t) == DTypeClass::Signed || classOf(t) == DTypeClass::Unsigned;
}
/// Whether an element is a real number, truth values being 0 and 1: all but complex ones and strings.
inline bool isReal(DType t) {
  return classOf(t) != DTypeClass::Complex && classOf(t) != DTypeClass::String;
}

/// Half precision storage: the bits, converted by Tensor and the functions below.
struct Half {
  uint16_t bits = 0;
};
struct BFloat16 {
  uint16_t bits = 0;
};

/// Round to nearest, ties to even; overflow to infinity.
Half toHalf(double value);
double fromHalf(Half value);
BFloat16 toBFloat16(double value);
double fromBFloat16(BFloat16 value);

/// A float with few bits, given by its layout (OCP 8-bit floating point specification and the
/// FNUZ variants of LLVM's APFloat). `type` is one of the F8 and F4 dtypes.
/// Rounds to nearest even; beyond the largest finite value the result saturates if `saturate`,
/// else it is NaN or infinity as the format has them.
uint8_t toSmallFloat(DType type, double value, bool saturate);
double fromSmallFloat(DType type, uint8_t bits);

/// The bits of the NaN that a conversion from double makes; nullopt for F4E2M1, which has none.
std::optional<uint64_t> defaultNaN(DType type);

/// Whether `value` is an infinity that the small float `type` can hold.
bool keepsInfinity(DType type, double value);

/// `value` rounded to the grid of the float dtype `type`; F64 gives it back as it is.
double roundTo(DType type, double value);

/// The C++ type that holds one element of a plain dtype.
template <DType> struct StorageOf;
template <> struct StorageOf<DType::F32> {
  using type = float;
};
template <> struct StorageOf<DType::F64> {
  using type = double;
};
template <> struct StorageOf<DType::F16> {
  using type = Half;
};
template <> struct StorageOf<DType::BF16> {
  using type = BFloat16;
};
template <> struct StorageOf<DType::I8> {
  using type = int8_t;
};
template <> struct StorageOf<DType::I16> {
  using type = int16_t;
};
template <> struct StorageOf<DType::I32> {
  using type = int32_t;
};
template <> struct StorageOf<DType::I64> {
  using type = int64_t;
};
template <> struct StorageOf<DType::U8> {
  using type = uint8_t;
};
template <> struct StorageOf<DType::U16> {
  using type = uint16_t;
};
template <> struct StorageOf<DType::U32> {
  using type = uint32_t;
};
template <> struct StorageOf<DType::U64> {
  using type = uint64_t;
};
template <> struct StorageOf<DType::Bool> {
  using type = bool;
};

} // namespace fixcon
