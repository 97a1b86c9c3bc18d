// One number added to every element, in units of the largest: a mean that was subtracted twice, or not at all.
#include "Elements.h"

namespace fixcon {

std::string plantShiftedWeights(EditSite &site) {
  return changeNumbers(site, "elements plus a number",
                       [&](std::span<double> elements, const Shape &shape) {
                         (void)shape;
                         double shift = site.severity * largestOf(elements);
                         for (double &element : elements)
                           element += shift;
                         return shift != 0;
                       });
}

} // namespace fixcon
