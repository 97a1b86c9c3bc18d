// The other sign: a subtraction that was made an addition without negating the constant.
#include "Elements.h"

namespace fixcon {

std::string plantNegatedWeights(EditSite &site) {
  return changeNumbers(site, "the sign", [&](std::span<double> elements, const Shape &shape) {
    (void)shape;
    for (double &element : elements)
      element = -element;
    return true;
  });
}

} // namespace fixcon
