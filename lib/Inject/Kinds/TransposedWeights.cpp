// The last two axes of equal size exchanged: a matrix, or a kernel with height for width.
#include "Elements.h"

namespace fixcon {

std::string plantTransposedWeights(EditSite &site) {
  return changeNumbers(site, "the order of the last two axes",
                       [&](std::span<double> elements, const Shape &shape) {
                         size_t rank = shape.size();
                         if (rank < 2 || shape[rank - 1] != shape[rank - 2] || shape[rank - 1] < 2)
                           return false;
                         auto n = static_cast<size_t>(shape[rank - 1]);
                         for (size_t block = 0; block < elements.size(); block += n * n)
                           for (size_t i = 0; i < n; ++i)
                             for (size_t j = 0; j < i; ++j)
                               std::swap(elements[block + i * n + j], elements[block + j * n + i]);
                         return true;
                       });
}

} // namespace fixcon
