// Windows that are sums of cosines over one period, which differ in the factors alone:
//
//   w(n) = a0 - a1 cos(2 pi n / N) + a2 cos(4 pi n / N) - ...
//
// N is the size of a periodic window, and one less for a symmetric one.
#pragma once

#include "fixcon/Ops/OpDef.h"

#include <array>

namespace fixcon {

/// The definition without its name, summary and renames: operand `size`, attributes and meaning.
OpDef &describeCosineWindow(OpDef &def, std::array<double, 3> factors);

} // namespace fixcon
