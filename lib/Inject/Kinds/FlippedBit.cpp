// The highest bit of the mantissa of one large element, as memory that fails or a copy that is torn leaves it.
#include "Elements.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

std::string plantFlippedBit(EditSite &site) {
  return changeNumbers(
      site, "a bit of an element", [&](std::span<double> elements, const Shape &shape) {
        (void)shape;
        auto largest = std::ranges::max_element(elements, {}, [](double e) { return std::abs(e); });
        int exponent = 0;
        double fraction = std::frexp(*largest, &exponent);
        double flipped = std::abs(fraction) >= 0.75 ? -0.25 : 0.25;
        *largest = std::ldexp(fraction + std::copysign(flipped, flipped * fraction), exponent);
        return fraction != 0;
      });
}

} // namespace fixcon
