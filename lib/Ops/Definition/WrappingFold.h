// Totals that are exact for integers, which wrap: computed without signs, for signed overflow is
// undefined.
#pragma once

#include <cstdint>
#include <type_traits>

namespace fixcon {

struct WrappingSum {
  template <class T> static T first() { return T(0); }
  template <class T> static T step(T a, T b) {
    if constexpr (std::is_floating_point_v<T>)
      return a + b;
    else
      return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  }
};

struct WrappingProduct {
  template <class T> static T first() { return T(1); }
  template <class T> static T step(T a, T b) {
    if constexpr (std::is_floating_point_v<T>)
      return a * b;
    else
      return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  }
};

} // namespace fixcon
