// Names and sizes come from DType.def; the narrow float formats are decoded from their layout.
#include "fixcon/Tensor/DType.h"

#include <bit>
#include <cmath>
#include <limits>

namespace fixcon {
namespace {

struct Info {
  std::string_view name;
  size_t bytes;
  DTypeClass kind;
};
constexpr Info infos[] = {
#define DTYPE(Id, Name, Bytes, Class) {Name, Bytes, DTypeClass::Class},
#include "fixcon/Tensor/DType.def"
};

const Info &info(DType type) { return infos[static_cast<size_t>(type)]; }

/// A binary float format: value = (-1)^s * 2^(e - bias) * 1.m, subnormal for e = 0.
struct FloatFormat {
  int exponentBits, mantissaBits, bias;
  bool hasSign = true;
  bool hasInfinity = false; ///< all-ones exponent, zero mantissa
  bool ieeeNaN = false;     ///< all-ones exponent, other mantissa
  bool topIsNaN = false;    ///< all bits but the sign set is NaN, the rest of that exponent finite
  bool negativeZeroIsNaN = false;

  int signShift() const { return exponentBits + mantissaBits; }
  unsigned magnitudeMask() const { return (1u << signShift()) - 1; }
  /// Largest magnitude whose value is finite.
  unsigned maxFinite() const {
    if (ieeeNaN)
      return (((1u << exponentBits) - 1) << mantissaBits) - 1;
    return topIsNaN ? magnitudeMask() - 1 : magnitudeMask();
  }
};

constexpr FloatFormat halfFormat{5, 10, 15, true, true, true, false, false};
constexpr FloatFormat bfloat16Format{8, 7, 127, true, true, true, false, false};

FloatFormat smallFormat(DType type) {
  switch (type) {
  case DType::F8E4M3FN:
    return {4, 3, 7, true, false, false, true, false};
  case DType::F8E4M3FNUZ:
    return {4, 3, 8, true, false, false, false, true};
  case DType::F8E5M2:
    return {5, 2, 15, true, true, true, false, false};
  case DType::F8E5M2FNUZ:
    return {5, 2, 16, true, false, false, false, true};
  case DType::F8E8M0:
    return {8, 0, 127, false, false, false, true, false};
  default:
    return {2, 1, 1, true, false, false, false, false}; // F4E2M1
  }
}

double magnitudeToDouble(const FloatFormat &f, unsigned magnitude) {
  int exponent = static_cast<int>(magnitude >> f.mantissaBits);
  double mantissa = magnitude & ((1u << f.mantissaBits) - 1);
  double scale = std::ldexp(1.0, -f.mantissaBits);
  // F8E8M0 has neither zero nor subnormals: its exponent 0 means 2^-127.
  if (exponent == 0 && f.mantissaBits > 0)
    return std::ldexp(mantissa * scale, 1 - f.bias);
  return std::ldexp(1.0 + mantissa * scale, exponent - f.bias);
}

double decode(const FloatFormat &f, unsigned bits) {
  unsigned magnitude = bits & f.magnitudeMask();
  bool negative = f.hasSign && (bits >> f.signShift());
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (f.negativeZeroIsNaN && negative && magnitude == 0)
    return nan;
  if (magnitude > f.maxFinite()) {
    bool infinite = f.hasInfinity && magnitude == f.maxFinite() + 1;
    return infinite ? (negative ? -1 : 1) * std::numeric_limits<double>::infinity() : nan;
  }
  double value = magnitudeToDouble(f, magnitude);
  return negative ? -value : value;
}

unsigned nanBits(const FloatFormat &f) {
  if (f.negativeZeroIsNaN)
    return 1u << f.signShift();
  if (f.ieeeNaN)
    return f.maxFinite() + 1 + (1u << (f.mantissaBits - 1));
  return f.topIsNaN ? f.magnitudeMask() : f.maxFinite();
}

/// Nearest magnitude, ties to even, found on the exact grid of `a >= 0`: the spacing near a is a
/// power of two, so a / spacing and its rounding are exact in double.
unsigned encode(const FloatFormat &f, double value, bool saturate) {
  if (std::isnan(value))
    return nanBits(f);
  bool negative = std::signbit(value);
  unsigned sign = f.hasSign && negative ? 1u << f.signShift() : 0;
  unsigned overflow = saturate ? f.maxFinite() : f.hasInfinity ? f.maxFinite() + 1 : nanBits(f);
  double a = std::fabs(value);
  if (!f.hasSign && negative && a != 0)
    return nanBits(f);
  if (std::isinf(a))
    // The sign of a NaN without infinities is not kept.
    return !saturate && !f.hasInfinity ? nanBits(f) : sign | overflow;
  int exponent = a == 0 ? 1 - f.bias : std::max(std::ilogb(a), (f.mantissaBits ? 1 : 0) - f.bias);
  double steps = std::nearbyint(std::ldexp(a, f.mantissaBits - exponent));
  double rounded = std::ldexp(steps, exponent - f.mantissaBits);
  if (rounded > magnitudeToDouble(f, f.maxFinite()))
    return !saturate && !f.hasInfinity ? nanBits(f) : sign | overflow;
  if (rounded == 0)
    return f.negativeZeroIsNaN ? 0 : sign;
  int e = std::ilogb(rounded);
  unsigned magnitude;
  if (e < 1 - f.bias && f.mantissaBits)
    magnitude = static_cast<unsigned>(steps);
  else
    magnitude = (static_cast<unsigned>(e + f.bias) << f.mantissaBits) |
                (static_cast<unsigned>(std::ldexp(rounded, f.mantissaBits - e)) &
                 ((1u << f.mantissaBits) - 1));
  return sign | magnitude;
}

} // namespace

std::string_view name(DType type) { return info(type).name; }

std::optional<DType> dtypeByName(std::string_view name) {
  for (size_t i = 0; i < std::size(infos); ++i)
    if (infos[i].name == name)
      return static_cast<DType>(i);
  return std::nullopt;
}

size_t byteSize(DType type) { return info(type).bytes; }
DTypeClass classOf(DType type) { return info(type).kind; }

Half toHalf(double value) { return {static_cast<uint16_t>(encode(halfFormat, value, false))}; }
double fromHalf(Half value) { return decode(halfFormat, value.bits); }
BFloat16 toBFloat16(double value) {
  return {static_cast<uint16_t>(encode(bfloat16Format, value, false))};
}
double fromBFloat16(BFloat16 value) {
  return std::bit_cast<float>(static_cast<uint32_t>(value.bits) << 16);
}

uint8_t toSmallFloat(DType type, double value, bool saturate) {
  return static_cast<uint8_t>(encode(smallFormat(type), value, saturate));
}
double fromSmallFloat(DType type, uint8_t bits) { return decode(smallFormat(type), bits); }

std::optional<uint64_t> defaultNaN(DType type) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  switch (type) {
  case DType::F64:
    return std::bit_cast<uint64_t>(nan);
  case DType::F32:
    return std::bit_cast<uint32_t>(static_cast<float>(nan));
  case DType::F16:
    return toHalf(nan).bits;
  case DType::BF16:
    return toBFloat16(nan).bits;
  case DType::F4E2M1:
    return std::nullopt;
  default:
    return toSmallFloat(type, nan, true);
  }
}

bool keepsInfinity(DType type, double value) {
  return std::isinf(value) && smallFormat(type).hasInfinity;
}

double roundTo(DType type, double value) {
  switch (type) {
  case DType::F64:
    return value;
  case DType::F32:
    return static_cast<float>(value);
  case DType::F16:
    return fromHalf(toHalf(value));
  case DType::BF16:
    return fromBFloat16(toBFloat16(value));
  default:
    return fromSmallFloat(type, toSmallFloat(type, value, !keepsInfinity(type, value)));
  }
}

} // namespace fixcon
