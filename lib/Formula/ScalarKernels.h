// What each scalar operation computes, as a loop over a block. One specialisation per operation;
// those that integers do not have are computed in double and converted back.
#pragma once

#include "fixcon/Formula/Scalar.h"

#include <bit>
#include <cmath>
#include <limits>

namespace fixcon::scalar {

template <class T> inline constexpr bool real = std::is_floating_point_v<T>;

/// A double as an integer: truncated, clamped to the range, NaN as 0.
template <class T> T fromDouble(double value) {
  if constexpr (real<T>)
    return value;
  else {
    if (std::isnan(value))
      return 0;
    constexpr double top = std::is_signed_v<T> ? 0x1p63 : 0x1p64;
    constexpr double bottom = std::is_signed_v<T> ? -0x1p63 : 0;
    if (value >= top)
      return std::numeric_limits<T>::max();
    return value <= bottom ? std::numeric_limits<T>::min() : static_cast<T>(value);
  }
}

template <class T> T constantAs(double value) { return fromDouble<T>(value); }

// Arithmetic of integers wraps: signed ones are added as unsigned ones, which is defined.
template <class T> T wrap(uint64_t bits) { return static_cast<T>(bits); }
inline uint64_t raw(int64_t value) { return static_cast<uint64_t>(value); }
inline uint64_t raw(uint64_t value) { return value; }

template <class T> T add(T a, T b) {
  if constexpr (real<T>)
    return a + b;
  else
    return wrap<T>(raw(a) + raw(b));
}
template <class T> T subtract(T a, T b) {
  if constexpr (real<T>)
    return a - b;
  else
    return wrap<T>(raw(a) - raw(b));
}
template <class T> T multiply(T a, T b) {
  if constexpr (real<T>)
    return a * b;
  else
    return wrap<T>(raw(a) * raw(b));
}
template <class T> T negate(T a) {
  if constexpr (real<T>)
    return -a;
  else
    return wrap<T>(0 - raw(a));
}

/// -1 as a divisor overflows for the smallest number; dividing by it is negating.
template <class T> bool isMinusOne(T b) { return std::is_signed_v<T> && b == static_cast<T>(-1); }

template <class T> T divide(T a, T b) {
  if constexpr (real<T>)
    return a / b;
  else if (b == 0)
    return 0;
  else
    return isMinusOne(b) ? negate(a) : a / b;
}

/// The sign of the dividend, as C has it.
template <class T> T fmod(T a, T b) {
  if constexpr (real<T>)
    return std::fmod(a, b);
  else
    return b == 0 || isMinusOne(b) ? 0 : a % b;
}

/// The sign of the divisor, as Python has it.
template <class T> T floorMod(T a, T b) {
  T r = fmod(a, b);
  if constexpr (real<T>) {
    if (r == 0)
      return std::copysign(r, b);
    return (r < 0) != (b < 0) ? r + b : r;
  } else
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

template <class T> T minimum(T a, T b) {
  if constexpr (real<T>)
    return a < b || a != a ? a : b;
  else
    return a < b ? a : b;
}
template <class T> T maximum(T a, T b) {
  if constexpr (real<T>)
    return a > b || a != a ? a : b;
  else
    return a > b ? a : b;
}

template <class T> T absolute(T a) {
  if constexpr (real<T>)
    return std::fabs(a);
  else
    return a < 0 ? negate(a) : a;
}
template <class T> T sign(T a) {
  if constexpr (real<T>)
    return a > 0 ? 1 : a < 0 ? -1 : a;
  else
    return a > 0 ? T(1) : a < 0 ? static_cast<T>(-1) : T(0);
}

// The bits of a float are those of its integral value.
template <class T> int64_t bits(T a) {
  if constexpr (real<T>)
    return fromDouble<int64_t>(a);
  else
    return static_cast<int64_t>(a);
}
template <class T> T shiftLeft(T a, T by) {
  return raw(bits(by)) > 63 ? T(0) : static_cast<T>(raw(bits(a)) << bits(by));
}
template <class T> T shiftRight(T a, T by) {
  if (raw(bits(by)) > 63)
    return static_cast<T>(a < T(0) ? -1 : 0); // what the sign bit leaves behind
  if constexpr (std::is_same_v<T, uint64_t>)
    return a >> by;
  else
    return static_cast<T>(bits(a) >> bits(by));
}

/// A function of <cmath>; integers go through double.
#define FIXCON_REAL(Id, expression)                                                                \
  template <class T> struct Id {                                                                   \
    static T compute(T x, T, T) {                                                                  \
      double a = static_cast<double>(x);                                                           \
      return fromDouble<T>(expression);                                                            \
    }                                                                                              \
  };
/// A function that integers have as well.
#define FIXCON_ANY(Id, expression)                                                                 \
  template <class T> struct Id {                                                                   \
    static T compute([[maybe_unused]] T a, [[maybe_unused]] T b, [[maybe_unused]] T c) {           \
      return static_cast<T>(expression);                                                           \
    }                                                                                              \
  };

namespace kernels {
FIXCON_ANY(Add, add(a, b))
FIXCON_ANY(Sub, subtract(a, b))
FIXCON_ANY(Mul, multiply(a, b))
FIXCON_ANY(Div, divide(a, b))
FIXCON_ANY(Neg, negate(a))
FIXCON_ANY(Min, minimum(a, b))
FIXCON_ANY(Max, maximum(a, b))
FIXCON_ANY(Less, a < b)
FIXCON_ANY(LessEqual, a <= b)
FIXCON_ANY(Equal, a == b)
FIXCON_ANY(Select, a != 0 ? b : c)
FIXCON_ANY(Abs, absolute(a))
FIXCON_ANY(Sign, sign(a))
FIXCON_ANY(Fmod, scalar::fmod(a, b))
FIXCON_ANY(FloorMod, floorMod(a, b))
FIXCON_ANY(IsNaN, a != a)
FIXCON_ANY(IsInf, std::isinf(static_cast<double>(a)))
FIXCON_ANY(BitAnd, bits(a) & bits(b))
FIXCON_ANY(BitOr, bits(a) | bits(b))
FIXCON_ANY(BitXor, bits(a) ^ bits(b))
FIXCON_ANY(BitNot, ~bits(a))
FIXCON_ANY(ShiftLeft, shiftLeft(a, b))
FIXCON_ANY(ShiftRight, shiftRight(a, b))
FIXCON_REAL(Floor, std::floor(a))
FIXCON_REAL(Ceil, std::ceil(a))
FIXCON_REAL(RoundEven, std::nearbyint(a))
FIXCON_REAL(Trunc, std::trunc(a))
FIXCON_REAL(Exp, std::exp(a))
FIXCON_REAL(Exp2, std::exp2(a))
FIXCON_REAL(Log, std::log(a))
FIXCON_REAL(Logb, std::logb(a))
FIXCON_REAL(Log1p, std::log1p(a))
FIXCON_REAL(Sqrt, std::sqrt(a))
FIXCON_REAL(Erf, std::erf(a))
FIXCON_REAL(Sin, std::sin(a))
FIXCON_REAL(Cos, std::cos(a))
FIXCON_REAL(Tan, std::tan(a))
FIXCON_REAL(Asin, std::asin(a))
FIXCON_REAL(Acos, std::acos(a))
FIXCON_REAL(Atan, std::atan(a))
FIXCON_REAL(Sinh, std::sinh(a))
FIXCON_REAL(Cosh, std::cosh(a))
FIXCON_REAL(Tanh, std::tanh(a))
FIXCON_REAL(Asinh, std::asinh(a))
FIXCON_REAL(Acosh, std::acosh(a))
FIXCON_REAL(Atanh, std::atanh(a))

/// Integers by repeated squaring, which wraps as multiplication does; a negative exponent truncates
/// 1 / a^n toward zero.
template <class T> struct Pow {
  static T compute(T a, T n, T) {
    if constexpr (real<T>)
      return std::pow(a, n);
    else {
      if (n < 0)
        return a == 1 ? 1 : isMinusOne(a) ? (n % 2 != 0 ? a : T(1)) : T(0);
      T result = 1;
      for (uint64_t left = raw(n); left; left >>= 1, a = multiply(a, a))
        if (left & 1)
          result = multiply(result, a);
      return result;
    }
  }
};
} // namespace kernels

#undef FIXCON_ANY
#undef FIXCON_REAL

/// Integer operations that integers lack go through double and lose what exceeds 53 bits.
template <template <class> class Kernel, size_t arity, class T>
void loop(const T *a, const T *b, const T *c, T *out, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if constexpr (arity == 1)
      out[i] = Kernel<T>::compute(a[i], T(), T());
    else if constexpr (arity == 2)
      out[i] = Kernel<T>::compute(a[i], b[i], T());
    else
      out[i] = Kernel<T>::compute(a[i], b[i], c[i]);
  }
}

template <class T>
void apply(Scalar::Kind kind, const T *a, const T *b, const T *c, T *out, size_t count) {
  using Loop = void (*)(const T *, const T *, const T *, T *, size_t);
  static constexpr Loop loops[] = {
      nullptr,
      nullptr,
#define SCALAR_OP(Id, Name, Arity) &loop<kernels::Id, Arity, T>,
#include "fixcon/Formula/Scalar.def"
  };
  loops[static_cast<size_t>(kind)](a, b, c, out, count);
}

} // namespace fixcon::scalar
