// Sets of dtypes: what an operand may hold.
#pragma once

#include "fixcon/Tensor/DType.h"

#include <string>

namespace fixcon {

class DTypeSet {
public:
  constexpr DTypeSet() = default;
  constexpr DTypeSet(DType dtype) : bits(bitOf(dtype)) {}
  /// All dtypes of a class.
  constexpr DTypeSet(DTypeClass all) {
#define DTYPE(Id, Name, Bytes, Class) bits |= all == DTypeClass::Class ? bitOf(DType::Id) : 0;
#include "fixcon/Tensor/DType.def"
  }

  constexpr bool has(DType dtype) const { return bits & bitOf(dtype); }
  constexpr DTypeSet operator|(DTypeSet other) const { return fromBits(bits | other.bits); }
  constexpr DTypeSet operator-(DTypeSet other) const { return fromBits(bits & ~other.bits); }
  constexpr bool operator==(const DTypeSet &) const = default;

  /// "float, i32": whole classes by their names, members of others one by one; "any" for all.
  std::string str() const;

private:
  static constexpr uint32_t bitOf(DType dtype) {
    return uint32_t(1) << static_cast<unsigned>(dtype);
  }
  static constexpr DTypeSet fromBits(uint32_t bits) {
    DTypeSet set;
    set.bits = bits;
    return set;
  }

  uint32_t bits = 0;
};

inline constexpr DTypeSet floatTypes = DTypeClass::Float;
inline constexpr DTypeSet integerTypes = DTypeSet(DTypeClass::Signed) | DTypeClass::Unsigned;
inline constexpr DTypeSet numberTypes = floatTypes | integerTypes;
/// What scalar formulas compute with.
inline constexpr DTypeSet realTypes = numberTypes | DType::Bool;
/// What holds quantised numbers: integers and the small floats.
inline constexpr DTypeSet quantizedTypes =
    numberTypes - DType::F32 - DType::F64 - DType::F16 - DType::BF16;
inline constexpr DTypeSet allTypes = realTypes | DTypeClass::Complex | DType::String;

} // namespace fixcon
