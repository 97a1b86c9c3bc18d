// Elements rounded to 15 steps between the largest and its negative, as quantisation to four bits does.
#include "Elements.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

std::string plantRoundedToGrid(EditSite &site) {
  return changeNumbers(site, "elements on a grid of four bits,",
                       [&](std::span<double> elements, const Shape &shape) {
                         (void)shape;
                         double step = std::abs(*std::ranges::max_element(
                                           elements, {}, [](double e) { return std::abs(e); })) /
                                       7;
                         for (double &element : elements)
                           if (step > 0)
                             element = std::nearbyint(element / step) * step;
                         return step > 0;
                       });
}

} // namespace fixcon
