// The weights of one output channel stand in place of those of another.
#include "Elements.h"

namespace fixcon {

std::string plantWrongChannel(EditSite &site) {
  return changeNumbers(
      site, "one channel over another",
      [&](std::span<double> elements, const Shape &shape) {
        size_t axis = channelAxis(site, shape);
        if (shape[axis] < 2)
          return false;
        int64_t from = site.random.between(0, shape[axis] - 1);
        forPairs(shape, axis, from, (from + 1) % shape[axis],
                 [&](size_t a, size_t b) { elements[b] = elements[a]; });
        return true;
      },
      [&](unsigned i) { return isLinearWeight(site, i); });
}

} // namespace fixcon
