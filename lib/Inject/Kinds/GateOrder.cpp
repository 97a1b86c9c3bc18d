// The blocks of a recurrent op, one for each gate, stand in another order in W, R and B alike: frameworks
// differ in it.
#include "fixcon/Inject/EditSite.h"

#include "Elements.h"

namespace fixcon {

std::string plantGateOrder(EditSite &site) {
  Attribute size = site.attribute("hidden_size");
  const auto *hidden = size.get<int64_t>();
  if (!hidden || *hidden < 1)
    return {};
  bool isDone = false;
  for (unsigned i : site.numbers()) {
    Tensor elements = *site.constant(i);
    if (elements.rank() < 2 || elements.shape()[1] % *hidden || elements.shape()[1] < 2 * *hidden)
      continue;
    // The blocks of W and R side by side in B are exchanged in each half.
    int64_t halves = elements.rank() == 2 ? 2 : 1;
    int64_t gates = elements.shape()[1] / *hidden / halves;
    auto numbers = elements.mutableData<double>();
    for (int64_t half = 0; half < halves; ++half)
      for (int64_t k = 0; k < *hidden; ++k) {
        int64_t first = half * gates * *hidden + k;
        forPairs(elements.shape(), 1, first, first + (gates - 1) * *hidden,
                 [&](size_t a, size_t b) { std::swap(numbers[a], numbers[b]); });
      }
    isDone |= gates > 1 && site.write(i, elements);
  }
  return isDone ? "the first gate and the last exchanged" : "";
}

} // namespace fixcon
