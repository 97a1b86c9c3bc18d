// Arithmetic on sizes that come from files: overflow is an answer, not an accident.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace fixcon {

inline std::optional<int64_t> checkedAdd(int64_t a, int64_t b) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum))
    return std::nullopt;
  return sum;
}

inline std::optional<int64_t> checkedMul(int64_t a, int64_t b) {
  int64_t product;
  if (__builtin_mul_overflow(a, b, &product))
    return std::nullopt;
  return product;
}

/// Product of dims; nullopt if one is negative or the product does not fit.
inline std::optional<int64_t> checkedProduct(std::span<const int64_t> dims) {
  int64_t product = 1;
  bool zero = false;
  for (int64_t dim : dims) {
    if (dim < 0)
      return std::nullopt;
    if (dim == 0) {
      zero = true;
      continue;
    }
    auto next = checkedMul(product, dim);
    if (!next)
      return std::nullopt;
    product = *next;
  }
  return zero ? 0 : product;
}

} // namespace fixcon
