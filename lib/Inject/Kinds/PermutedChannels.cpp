// The output channels of a convolution or product in reversed order, their biases left where they are.
#include "Elements.h"

namespace fixcon {

std::string plantPermutedChannels(EditSite &site) {
  return changeNumbers(
      site, "the order of the output channels",
      [&](std::span<double> elements, const Shape &shape) {
        size_t axis = channelAxis(site, shape);
        for (int64_t i = 0, j = shape[axis] - 1; i < j; ++i, --j)
          forPairs(shape, axis, i, j,
                   [&](size_t a, size_t b) { std::swap(elements[a], elements[b]); });
        return shape[axis] > 1;
      },
      [&](unsigned i) { return isLinearWeight(site, i); });
}

} // namespace fixcon
