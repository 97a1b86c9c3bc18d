// The first axis is the outermost, so that a batch is its samples one after the other.
#include "fixcon/Tensor/Stack.h"

#include <algorithm>

namespace fixcon {

bool canStack(const Tensor &a, const Tensor &b) {
  return a.dtype() == b.dtype() && !a.isString() && a.rank() > 0 && a.rank() == b.rank() &&
         std::equal(a.shape().begin() + 1, a.shape().end(), b.shape().begin() + 1);
}

std::optional<Tensor> stack(std::span<const Tensor> parts) {
  Shape shape = parts.front().shape();
  for (const Tensor &part : parts) {
    if (!canStack(parts.front(), part))
      return std::nullopt;
    if (&part != &parts.front())
      shape[0] += part.shape()[0];
  }
  Tensor whole(parts.front().dtype(), shape);
  auto behind = whole.mutableBytes().begin();
  for (const Tensor &part : parts)
    behind = std::ranges::copy(part.bytes(), behind).out;
  return whole;
}

} // namespace fixcon
