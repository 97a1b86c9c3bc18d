// Every element times one factor: a scale that was folded wrongly, or forgotten.
#include "Elements.h"

namespace fixcon {

std::string plantScaledWeights(EditSite &site) {
  return changeNumbers(site, "elements times " + std::to_string(1 + site.severity),
                       [&](std::span<double> elements, const Shape &shape) {
                         (void)shape;
                         for (double &element : elements)
                           element *= 1 + site.severity;
                         return true;
                       });
}

} // namespace fixcon
