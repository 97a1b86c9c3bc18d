// One divided by a root, as integer kernels compute it.
#pragma once

#include "Quantized/FixedPoint.h"

namespace fixcon {

/// 1 / sqrt(x) of a whole number, by five steps of Newton's method; of numbers up to 1 it is 1.
FixedPoint inverseRoot(int64_t x);

} // namespace fixcon
