#include "InverseRoot.h"

#include <bit>
#include <cstdint>

namespace fixcon {

FixedPoint inverseRoot(int64_t x) {
  if (x <= 1)
    return {INT32_MAX, 0};
  int right = 11;
  for (; x >= int64_t(1) << 29; x /= 4)
    ++right;
  int pairs = (std::countl_zero(static_cast<uint32_t>(x)) - 1) / 2 - 1;
  right -= pairs;
  auto scaled = static_cast<int32_t>(x << (2 * pairs));
  // All have three bits in front of the point.
  int32_t half = static_cast<int32_t>(roundedShift(scaled >> 1, 1));
  constexpr int32_t threeHalves = (1 << 28) + (1 << 27);
  int32_t estimate = 1 << 28;
  for (int step = 0; step < 5; ++step) {
    int32_t cube = raised(highProduct(highProduct(estimate, estimate), estimate), 6);
    estimate = raised(highProduct(threeHalves, estimate) - highProduct(half, cube), 3);
  }
  constexpr int32_t halfRootOfTwo = 1518500250;
  int64_t mantissa = highProduct(estimate, halfRootOfTwo);
  if (right < 0) {
    mantissa <<= -right;
    right = 0;
  }
  return {mantissa, -right};
}

} // namespace fixcon
