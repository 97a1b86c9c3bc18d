// What is small beside the largest element becomes 0, as in a dtype of little range.
#include "Elements.h"

#include <cmath>

namespace fixcon {

std::string plantUnderflow(EditSite &site) {
  return changeNumbers(site, "small elements are zero,",
                       [&](std::span<double> elements, const Shape &shape) {
                         (void)shape;
                         double least = site.severity * largestOf(elements);
                         for (double &element : elements)
                           if (std::abs(element) < least)
                             element = 0;
                         return least > 0;
                       });
}

} // namespace fixcon
