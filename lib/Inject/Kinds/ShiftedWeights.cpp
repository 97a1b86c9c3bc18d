// One number added to every element, in units of the largest: a mean that was subtracted twice, or not at all.
#include "Elements.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

std::string plantShiftedWeights(EditSite &site) {
  return changeNumbers(
      site, "elements plus a number", [&](std::span<double> elements, const Shape &shape) {
        (void)shape;
        double shift =
            site.severity *
            std::abs(*std::ranges::max_element(elements, {}, [](double e) { return std::abs(e); }));
        for (double &element : elements)
          element += shift;
        return shift != 0;
      });
}

} // namespace fixcon
