// One definition for kernels and for inputs that are fed to quantised models, so that both round alike.
// nearbyint rounds ties to even in the default rounding mode, which nothing here changes.
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

bool isQuantizable(DType dtype) { return isInteger(dtype) && byteSize(dtype) <= 2; }

static int bitsOf(DType dtype) {
  if (dtype == DType::I4 || dtype == DType::U4)
    return 4;
  if (dtype == DType::I2 || dtype == DType::U2)
    return 2;
  return static_cast<int>(8 * byteSize(dtype));
}

std::pair<double, double> rangeOf(DType dtype) {
  int bits = bitsOf(dtype);
  if (classOf(dtype) == DTypeClass::Signed)
    return {-std::ldexp(1, bits - 1), std::ldexp(1, bits - 1) - 1};
  return {0, std::ldexp(1, bits) - 1};
}

double quantize(double scaled, double zeroPoint, DType dtype) {
  auto [low, high] = rangeOf(dtype);
  double rounded = std::nearbyint(static_cast<double>(static_cast<float>(scaled))) + zeroPoint;
  return std::isnan(rounded) ? zeroPoint : std::clamp(rounded, low, high);
}

} // namespace fixcon
